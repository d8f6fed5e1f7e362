// #region contract
import type { SessionRecord } from '@session/core/store'
import { type AnyAttributes, describeSessionRepository } from '@session/testing'
import { PlainObjectSessionRepository } from './plain-object-repository.ts'
import { plainObjectRaw } from './plain-object-store.ts'

const sessions: Record<string, SessionRecord> = {}

describeSessionRepository('a plain object', {
  open: (options) => new PlainObjectSessionRepository<AnyAttributes>(sessions, options),
  raw: plainObjectRaw(sessions),
  lacks: {
    cleanup: 'nobody looks for expired sessions',
    'events-across-nodes': 'an object tells nobody what happens in it',
    'atomic-across-processes': 'the object lives in one process',
  },
})
// #endregion contract
