import { IndexedSessionRepository } from '@session/core/store'
import { type AnyAttributes, describeSessionRepository } from '@session/testing'
import fc from 'fast-check'
import { plainObjectRaw } from '../../../../../core/test/contract/plain-object-raw.ts'
import type { PlainObjectStore } from '../../../../../core/test/contract/plain-object-store.ts'

/** The contract over a store that keeps it in all points but one, and declares no more than it has to. */
export function describeBrokenStore(name: string, store: PlainObjectStore): void {
  // Lives that are known to meet the fault: which ones chance brings is no matter of this test.
  fc.configureGlobal({ seed: 20 })
  describeSessionRepository(name, {
    open: (options) => new IndexedSessionRepository<AnyAttributes>(store, options),
    raw: plainObjectRaw(store.sessions),
    lacks: {
      cleanup: 'nobody looks for expired sessions',
      'events-across-nodes': 'an object tells nobody what happens in it',
      'atomic-across-processes': 'the object lives in one process',
    },
  })
}
