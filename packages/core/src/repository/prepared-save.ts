import type { Session } from '../session/session.ts'
import type { CallOptions } from './session-repository.ts'

/** A save whose content is fixed and whose write is still to come. */
export interface PreparedSave {
  /** Does it store the session for the first time? */
  readonly isNew: boolean
  readonly changesId: boolean
  readonly changesPrincipal: boolean
  write(options?: CallOptions): Promise<void>
}

/**
 * What the HTTP filter asks of a repository beyond `save()`: to know, without waiting, whether there
 * is anything to save. A response that has nothing to save is not held back at all.
 */
export interface PreparesSaves<A> {
  /** `undefined`: nothing changed. */
  prepareSave(session: Session<A>): PreparedSave | undefined
  /** Does the store have it, or is it on its way there? */
  isStored(session: Session<A>): boolean
}

/** A repository of somebody else's may know only `save()`. */
export const preparesSaves = <A>(repository: object): repository is PreparesSaves<A> =>
  'prepareSave' in repository && typeof repository.prepareSave === 'function'
