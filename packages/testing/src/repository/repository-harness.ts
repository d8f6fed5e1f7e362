import type { Lacks } from './capabilities.ts'
import type { RawStore } from './raw-store.ts'
import type { TestedOptions, TestedRepository } from './tested-repository.ts'

/** What the suites need to know of a store. */
export interface RepositoryHarness {
  /**
   * A repository over the backend that `raw` looks into. Called several times in one test: two
   * repositories on one backend are two nodes. The suite closes them; the client stays yours.
   */
  open(options: TestedOptions): TestedRepository | Promise<TestedRepository>
  /**
   * As `open`, for a node in another process: it shares nothing in memory with what `open` gives.
   * @default open
   */
  openElsewhere?(options: TestedOptions): TestedRepository | Promise<TestedRepository>
  readonly raw: RawStore
  /**
   * What the store cannot do, and why. Its tests are skipped with that reason; a lack that is not
   * declared fails them.
   */
  readonly lacks?: Lacks
  /**
   * Makes the backend stop answering, until the function that it resolves to is called. Without it
   * the tests of deadlines are skipped.
   */
  hang?(): Promise<() => void | Promise<void>>
}
