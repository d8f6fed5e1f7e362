// #region contract
import { IndexedSessionRepository } from '@session/core/store'
import { type AnyAttributes, describeSessionRepository } from '@session/testing'
import { PlainObjectStore, plainObjectRaw } from './plain-object-store.ts'

const store = new PlainObjectStore()

describeSessionRepository('a plain object', {
  open: (options) => new IndexedSessionRepository<AnyAttributes>(store, options),
  raw: plainObjectRaw(store.sessions),
  lacks: {
    cleanup: 'nobody looks for expired sessions',
    'events-across-nodes': 'an object tells nobody what happens in it',
    'atomic-across-processes': 'the object lives in one process',
  },
})
// #endregion contract
