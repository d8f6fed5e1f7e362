import type { Lacks } from '../repository/capabilities.ts'
import type { RawStore } from '../repository/raw-store.ts'
import type { TestedOptions, TestedRepository } from '../repository/tested-repository.ts'

/**
 * Where the sessions of the suites lie. What `describeSessionRepository` takes fits as it is, so that
 * a store that passes both contracts writes its harness once.
 */
export interface IntegrationStore {
  /** A repository over the store that `raw` looks into; without `hashIds`, since its keys are ids here. */
  open(options: TestedOptions): TestedRepository | Promise<TestedRepository>
  readonly raw: RawSessions
  /** What the store cannot do, and why. Of all that one may lack, few things matter here. */
  readonly lacks?: Lacks & IntegrationStoreLacks
}

/** What the suites ask of the store behind the repository. */
export type RawSessions = Pick<RawStore, 'age' | 'clear' | 'keys' | 'read'>

/** What of a store matters here, each with the reason why it is lacking. */
export interface IntegrationStoreLacks {
  /** Finds sessions by the name of their user. */
  readonly indexes?: string
  /**
   * Tells before a save whether anything changed, as every repository over a `SessionStore` does. Of
   * one that was written from nothing a save is asked for in any case.
   */
  readonly 'prepared-saves'?: string
}
