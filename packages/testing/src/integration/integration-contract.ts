import type { SessionOptions } from '@session/core/http'
import { onTestFinished, test } from 'vitest'
import { TestClient } from '../http/test-client.ts'
import type { AnyAttributes } from '../repository/tested-repository.ts'
import { commonRoutes } from './common-routes.ts'
import type { IntegrationHandler } from './integration-app.ts'
import type { IntegrationCapability } from './integration-capabilities.ts'
import type { IntegrationHarness } from './integration-harness.ts'
import { WatchedRepository } from './watched-repository.ts'

export type Routes = Readonly<Record<string, IntegrationHandler>>

/** Options of one filter; its repository is given where a test needs a second one. */
export type FilterOptions = Partial<SessionOptions<AnyAttributes>>

/** An application under test, closed after the test. */
export interface TestedApp {
  readonly url: string
  /** Of the first filter. */
  readonly repository: WatchedRepository
  /** What the framework's error handler was told. */
  readonly errors: readonly unknown[]
  /** Another browser, with cookies of its own. */
  browser(): TestClient
  /** A browser that has a session holding `{ visit: '1' }`. The calls that this cost are forgotten. */
  visitor(): Promise<TestClient>
}

/** What a suite has in hand. */
export interface IntegrationContract {
  /** Starts an application with the common routes and these. */
  start(routes?: Routes, ...filters: readonly FilterOptions[]): Promise<TestedApp>
  /** A test for integrations that have this capability: skipped with the reason where it is lacking. */
  testNeeding(needed: IntegrationCapability, name: string, run: () => Promise<void>): void
}

export function integrationContract(harness: IntegrationHarness): IntegrationContract {
  const lacks = harness.lacks ?? {}
  return {
    async start(routes = {}, ...filters) {
      const repository = new WatchedRepository()
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
        errors,
        browser,
        async visitor() {
          const client = browser()
          await client.get('/set?visit=1')
          repository.forgetCalls()
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
