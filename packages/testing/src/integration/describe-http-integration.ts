import { beforeAll, describe } from 'vitest'
import { checkIntegrationLacks } from './integration-capabilities.ts'
import { integrationContract } from './integration-contract.ts'
import type { IntegrationHarness } from './integration-harness.ts'
import { describeBadInput } from './suites/bad-input.ts'
import { describeBodilessResponses } from './suites/bodiless-responses.ts'
import { describeCaching } from './suites/caching.ts'
import { describeClientAborts } from './suites/client-aborts.ts'
import { describeConcurrency } from './suites/concurrency.ts'
import { describeCreationPolicies } from './suites/creation-policies.ts'
import { describeFailingHandlers } from './suites/failing-handlers.ts'
import { describeFirstVisit } from './suites/first-visit.ts'
import { describeIdChanges } from './suites/id-changes.ts'
import { describeIdResolvers } from './suites/id-resolvers.ts'
import { describeLogout } from './suites/logout.ts'
import { describeReadsAndWrites } from './suites/reads-and-writes.ts'
import { describeRedirects } from './suites/redirects.ts'
import { describeRefusedOptions } from './suites/refused-options.ts'
import { describeRememberMe } from './suites/remember-me.ts'
import { describeRequestedSession } from './suites/requested-session.ts'
import { describeSecrets } from './suites/secrets.ts'
import { describeSeveralFilters } from './suites/several-filters.ts'
import { describeStoreFailures } from './suites/store-failures.ts'
import { describeStreaming } from './suites/streaming.ts'
import { describeUntouchedRequests } from './suites/untouched-requests.ts'

/**
 * The contract of a framework integration, as suites of vitest tests over real sockets. A harness
 * translates handlers that know no framework, in some forty lines. The sessions lie in memory, or in
 * a `store`, which is then proven together with the framework.
 *
 * ```ts
 * describeHttpIntegration('my framework', {
 *   start: async ({ filters, routes, onError }) => { …; return { url, close } },
 * })
 * ```
 */
export function describeHttpIntegration(name: string, harness: IntegrationHarness): void {
  const lacks = harness.lacks ?? {}
  checkIntegrationLacks(lacks)
  describe(`HTTP integration: ${name}`, () => {
    beforeAll(() => {
      for (const [capability, reason] of Object.entries(lacks)) {
        console.info(`${name} lacks ${capability}: ${reason}`)
      }
    })
    const contract = integrationContract(harness)
    for (const [concern, describeSuite] of Object.entries(suites)) {
      describe(concern, () => describeSuite(contract))
    }
  })
}

const suites = {
  'untouched requests': describeUntouchedRequests,
  'first visit': describeFirstVisit,
  'reads and writes': describeReadsAndWrites,
  redirects: describeRedirects,
  'id changes': describeIdChanges,
  logout: describeLogout,
  'requested session': describeRequestedSession,
  'creation policies': describeCreationPolicies,
  'remember me': describeRememberMe,
  'several filters': describeSeveralFilters,
  'id resolvers': describeIdResolvers,
  concurrency: describeConcurrency,
  'store failures': describeStoreFailures,
  streaming: describeStreaming,
  'bodiless responses': describeBodilessResponses,
  'failing handlers': describeFailingHandlers,
  'client aborts': describeClientAborts,
  'bad input': describeBadInput,
  caching: describeCaching,
  'refused options': describeRefusedOptions,
  secrets: describeSecrets,
} as const
