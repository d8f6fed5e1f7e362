// The contract of a session repository

export type { RefusedCookie } from './http/cookie-jar.ts'
// A client that keeps cookies as a browser does
export { CookieJar } from './http/cookie-jar.ts'
export type { Fetch, ReadResponse } from './http/test-client.ts'
export { TestClient } from './http/test-client.ts'
// The contract of a framework integration
export { describeHttpIntegration } from './integration/describe-http-integration.ts'
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
export type { HeldCall, WatchedOperation } from './integration/watched-repository.ts'
// A repository whose store can be counted, held back and broken
export { WatchedRepository } from './integration/watched-repository.ts'
// Types: what a store author writes
export type { Capability, Lacks } from './repository/capabilities.ts'
export { describeSessionRepository } from './repository/describe-session-repository.ts'
export type { RawSession, RawStore } from './repository/raw-store.ts'
export type { RepositoryHarness } from './repository/repository-harness.ts'
export type {
  AnyAttributes,
  TestedOptions,
  TestedRepository,
} from './repository/tested-repository.ts'
export type { FakeClock } from './time/fake-clock.ts'
// Time
export { fakeClock } from './time/fake-clock.ts'
