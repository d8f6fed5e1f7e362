import type { Lacks } from '@session/testing'

export const simpleLacks: Lacks = {
  indexes: 'the simple repository keeps no index: use the indexed one',
  events: 'the simple repository has no subscription: use the indexed one',
  'events-across-nodes': 'the simple repository has no subscription',
  'last-state': 'the simple repository has no events',
  cleanup: 'Redis itself removes the hash',
}
