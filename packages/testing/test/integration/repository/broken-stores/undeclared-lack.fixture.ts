import { StoredSessionRepository } from '@session/core/store'
import { type AnyAttributes, describeSessionRepository } from '@session/testing'
import { plainObjectRaw } from '../../../../../core/test/contract/plain-object-raw.ts'
import { PlainObjectStore } from '../../../../../core/test/contract/plain-object-store.ts'

const store = new PlainObjectStore()

describeSessionRepository('undeclared lack', {
  open: (options) => new StoredSessionRepository<AnyAttributes>(store, options),
  raw: plainObjectRaw(store.sessions),
  lacks: { events: 'the simple repository tells nobody', cleanup: 'nor does it clean up' },
})
