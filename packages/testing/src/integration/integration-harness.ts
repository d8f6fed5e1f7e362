import type { Fetch } from '../http/test-client.ts'
import type { IntegrationApp } from './integration-app.ts'
import type { IntegrationLacks } from './integration-capabilities.ts'
import type { IntegrationStore } from './integration-store.ts'

export interface RunningApp {
  /** Without a slash at its end, on a loopback address. */
  readonly url: string
  /** What to send requests with. @default fetch */
  readonly fetch?: Fetch
  /** Stops the server and breaks off what is still open. */
  close(): Promise<void>
}

/** What the suites need to know of a framework integration. */
export interface IntegrationHarness {
  /** Builds the application with the framework, and listens on a free port. */
  start(app: IntegrationApp): Promise<RunningApp>
  /**
   * What the integration cannot do, and why. Its tests are skipped with that reason; a lack that is
   * not declared fails them.
   */
  readonly lacks?: IntegrationLacks
  /** Where the sessions lie. @default the memory of this process */
  readonly store?: IntegrationStore
}
