// The contract of a session repository
export { describeSessionRepository } from './repository/describe-session-repository.ts'

// The contract of a framework integration
export { describeHttpIntegration } from './integration/describe-http-integration.ts'

// For tests of applications: time, a client with a browser's cookies, a store to count and to break
export { CookieJar } from './http/cookie-jar.ts'
export { TestClient } from './http/test-client.ts'
export { WatchedRepository } from './integration/watched-repository.ts'
export { fakeClock } from './time/fake-clock.ts'

// Types: what a store author writes
export type { Capability, Lacks } from './repository/capabilities.ts'
export type { RawSession, RawStore } from './repository/raw-store.ts'
export type { RepositoryHarness } from './repository/repository-harness.ts'
export type {
  AnyAttributes,
  TestedOptions,
  TestedRepository,
} from './repository/tested-repository.ts'

// Types: what an integration's author writes
export type {
  IntegrationApp,
  IntegrationContext,
  IntegrationHandler,
  IntegrationReply,
} from './integration/integration-app.ts'
export type {
  IntegrationCapability,
  IntegrationLacks,
} from './integration/integration-capabilities.ts'
export type { IntegrationHarness, RunningApp } from './integration/integration-harness.ts'
export type {
  IntegrationStore,
  IntegrationStoreLacks,
  RawSessions,
} from './integration/integration-store.ts'

// Types: for tests of applications
export type { RefusedCookie } from './http/cookie-jar.ts'
export type { Fetch, ReadResponse } from './http/test-client.ts'
export type { HeldCall, WatchedOperation } from './integration/store-gate.ts'
export type { FakeClock } from './time/fake-clock.ts'
