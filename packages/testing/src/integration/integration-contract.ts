import type { SessionOptions } from '@session/core/http'
import { beforeEach, onTestFinished, test } from 'vitest'
import { TestClient } from '../http/test-client.ts'
import type { AnyAttributes, TestedRepository } from '../repository/tested-repository.ts'
import { commonRoutes } from './common-routes.ts'
import { gateBefore } from './gate-before.ts'
import type { IntegrationHandler } from './integration-app.ts'
import type { IntegrationCapability } from './integration-capabilities.ts'
import type { IntegrationHarness } from './integration-harness.ts'
import type { IntegrationStoreLacks, RawSessions } from './integration-store.ts'
import { sessionsInMemory } from './sessions-in-memory.ts'
import type { StoreGate } from './store-gate.ts'

export type Routes = Readonly<Record<string, IntegrationHandler>>

/** Options of one filter; its repository is given where a test needs a second one. */
export type FilterOptions = Partial<SessionOptions<AnyAttributes>>

/** A repository under test, closed after the test. */
export interface GatedRepository {
  readonly repository: TestedRepository
  /** What it asks of its store. */
  readonly store: StoreGate
}

/** An application under test with the repository of its filters, closed after the test. */
export interface TestedApp extends GatedRepository {
  readonly url: string
  /** What the framework's error handler was told. */
  readonly errors: readonly unknown[]
  /** Another browser, with cookies of its own. */
  browser(): TestClient
  /** A browser that has a session holding `{ visit: '1' }`. The calls that this cost are forgotten. */
  visitor(): Promise<TestClient>
}

/** What a suite has in hand. */
export interface IntegrationContract {
  /** What lies in the store, of which each test finds nothing at first. */
  readonly raw: RawSessions
  /** One more repository over the same store. */
  open(): Promise<GatedRepository>
  /** Starts an application with the common routes and these. */
  start(routes?: Routes, ...filters: readonly FilterOptions[]): Promise<TestedApp>
  /** A test of what the integration or its store may lack: then it is skipped with the reason. */
  testNeeding(
    needed: IntegrationCapability | keyof IntegrationStoreLacks,
    name: string,
    run: () => Promise<void>,
  ): void
}

/** Called inside a `describe`: it clears the store before each test. */
export function integrationContract(harness: IntegrationHarness): IntegrationContract {
  const { store: sessions = sessionsInMemory() } = harness
  const lacks = { ...sessions.lacks, ...harness.lacks }

  beforeEach(() => sessions.raw.clear())

  async function open(): Promise<GatedRepository> {
    // Longer than a test: what is held back is not given up.
    const repository = await sessions.open({ cleanupInterval: false, storeTimeout: '1m' })
    onTestFinished(() => repository.close?.())
    return { repository, store: gateBefore(repository) }
  }

  return {
    raw: sessions.raw,
    open,
    async start(routes = {}, ...filters) {
      const { repository, store } = await open()
      const errors: unknown[] = []
      const given = filters.length === 0 ? [{}] : filters
      const running = await harness.start({
        filters: given.map(
          (filter) => ({ repository, ...filter }) as SessionOptions<AnyAttributes>,
        ),
        routes: { ...commonRoutes, ...routes },
        onError: (error) => {
          errors.push(error)
        },
      })
      onTestFinished(() => running.close())
      const browser = (): TestClient => new TestClient(running.url, running.fetch)
      return {
        url: running.url,
        repository,
        store,
        errors,
        browser,
        async visitor() {
          const client = browser()
          await client.get('/set?visit=1')
          store.forgetCalls()
          return client
        },
      }
    },
    testNeeding(needed, name, run) {
      const reason = lacks[needed]
      if (reason === undefined) test(name, run)
      else test(name, ({ skip }) => skip(`declared lack of ${needed}: ${reason}`))
    },
  }
}
