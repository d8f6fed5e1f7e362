// #region repository
import type { RepositoryOptions, SessionAttributes } from '@session/core'
import { IndexedSessionRepository, type SessionRecord } from '@session/core/store'
import { PlainObjectStore } from './plain-object-store.ts'

export class PlainObjectSessionRepository<
  A = SessionAttributes,
> extends IndexedSessionRepository<A> {
  constructor(sessions: Record<string, SessionRecord>, options: RepositoryOptions = {}) {
    super(new PlainObjectStore(sessions), options)
  }
}
// #endregion repository
