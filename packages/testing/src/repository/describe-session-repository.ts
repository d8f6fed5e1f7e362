import { beforeAll, describe } from 'vitest'
import { describeRandomLives } from '../properties/random-lives.ts'
import { checkLacks } from './capabilities.ts'
import { repositoryContract } from './repository-contract.ts'
import type { RepositoryHarness } from './repository-harness.ts'
import { describeAttributes } from './suites/attributes.ts'
import { describeBadInput } from './suites/bad-input.ts'
import { describeCleanup } from './suites/cleanup.ts'
import { describeConcurrency } from './suites/concurrency.ts'
import { describeDeadlines } from './suites/deadlines.ts'
import { describeDecodeErrors } from './suites/decode-errors.ts'
import { describeEvents } from './suites/events.ts'
import { describeEventsAcrossNodes } from './suites/events-across-nodes.ts'
import { describeExpiry } from './suites/expiry.ts'
import { describeFlushModes } from './suites/flush-modes.ts'
import { describeHashedIds } from './suites/hashed-ids.ts'
import { describeIdChange } from './suites/id-change.ts'
import { describeIndexes } from './suites/indexes.ts'
import { describeLifecycle } from './suites/lifecycle.ts'
import { describeSaveModes } from './suites/save-modes.ts'
import { describeSecrets } from './suites/secrets.ts'
import { describeTouch } from './suites/touch.ts'

/**
 * The contract of a session repository, as suites of vitest tests. Whoever passes them can be put in
 * the place of any other store.
 *
 * ```ts
 * describeSessionRepository('my store', {
 *   open: (options) => new MySessionRepository(client, options),
 *   raw: rawAccessTo(client),
 *   lacks: { 'events-across-nodes': 'the database has no channel' },
 * })
 * ```
 */
export function describeSessionRepository(name: string, harness: RepositoryHarness): void {
  checkLacks(harness.lacks ?? {})
  describe(`session repository: ${name}`, () => {
    beforeAll(() => {
      for (const [capability, reason] of Object.entries(harness.lacks ?? {})) {
        console.info(`${name} lacks ${capability}: ${reason}`)
      }
    })
    const contract = repositoryContract(harness)
    for (const [concern, describeSuite] of Object.entries(suites)) {
      describe(concern, () => describeSuite(contract))
    }
  })
}

const suites = {
  lifecycle: describeLifecycle,
  attributes: describeAttributes,
  'save modes': describeSaveModes,
  'flush modes': describeFlushModes,
  'id change': describeIdChange,
  expiry: describeExpiry,
  touch: describeTouch,
  concurrency: describeConcurrency,
  indexes: describeIndexes,
  events: describeEvents,
  'events across nodes': describeEventsAcrossNodes,
  cleanup: describeCleanup,
  'hashed ids': describeHashedIds,
  'bad input': describeBadInput,
  secrets: describeSecrets,
  'decode errors': describeDecodeErrors,
  deadlines: describeDeadlines,
  'random lives': describeRandomLives,
} as const
