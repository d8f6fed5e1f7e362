// #region repository
import { IndexedSessionRepository } from '@session/core/store'
import { PlainObjectStore } from './plain-object-store.ts'

export const sessions = new IndexedSessionRepository(new PlainObjectStore(), {
  maxInactiveInterval: '30m',
})
// #endregion repository
