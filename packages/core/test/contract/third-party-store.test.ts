import { IndexedSessionRepository } from '@session/core/store'
// By path: this package cannot depend on the suites, which depend on it.
import { type AnyAttributes, describeSessionRepository } from '../../../testing/src/index.ts'
import { plainObjectRaw } from './plain-object-raw.ts'
import { PlainObjectStore } from './plain-object-store.ts'

const store = new PlainObjectStore()

describeSessionRepository('a plain object', {
  open: (options) => new IndexedSessionRepository<AnyAttributes>(store, options),
  raw: plainObjectRaw(store.sessions),
  lacks: {
    cleanup: 'nobody looks for expired sessions: the object goes when the process does',
    'events-across-nodes': 'an object tells nobody what happens in it',
    'atomic-across-processes': 'the object lives in one process',
  },
})
