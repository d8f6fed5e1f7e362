import type { SessionAttributes } from '../session/attributes.ts'
import type { Session } from '../session/session.ts'
import type { CallOptions, SessionRepository } from './session-repository.ts'

/** The index of sessions by user, and the attribute that holds the user's name. Spring Session's constant. */
export const PRINCIPAL_NAME_INDEX_NAME =
  'org.springframework.session.FindByIndexNameSessionRepository.PRINCIPAL_NAME_INDEX_NAME'

/** Finds sessions by something other than their id. Finding never renews an access time. */
export interface FindByIndexNameSessionRepository<A = SessionAttributes>
  extends SessionRepository<A> {
  /** Live sessions by id, whose index `name` has `value`. An unknown index gives an empty map. */
  findByIndexNameAndIndexValue(
    name: string,
    value: string,
    options?: CallOptions,
  ): Promise<Map<string, Session<A>>>
  /** Live sessions of one user, by id. */
  findByPrincipalName(name: string, options?: CallOptions): Promise<Map<string, Session<A>>>
  /** Ends the sessions of one user, all or all `except` the session with this id. Returns how many ended. */
  deleteByPrincipalName(name: string, options?: CallOptions & { except?: string }): Promise<number>
}
