import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Capability, capabilities } from './capabilities.ts'
import type { RawStore } from './raw-store.ts'
import type { RepositoryHarness } from './repository-harness.ts'
import type {
  CleaningRepository,
  EventfulRepository,
  IndexedRepository,
  TestedOptions,
  TestedRepository,
} from './tested-repository.ts'

/** What a suite has in hand: doors into the store, and tests that know what the store lacks. */
export interface RepositoryContract {
  readonly raw: RawStore
  readonly harness: RepositoryHarness
  /** A repository that is closed after the test. It sweeps only when a test asks for it. */
  open(options?: TestedOptions): Promise<TestedRepository>
  openElsewhere(options?: TestedOptions): Promise<TestedRepository>
  openIndexed(options?: TestedOptions): Promise<IndexedRepository>
  openEventful(options?: TestedOptions): Promise<EventfulRepository>
  openCleaning(options?: TestedOptions): Promise<CleaningRepository>
  /** A test for stores that have all these capabilities: skipped with the reason where one is lacking. */
  testNeeding(
    needed: readonly Capability[],
    name: string,
    run: () => Promise<void>,
    timeout?: number,
  ): void
}

/** Called inside a `describe`: it clears the store before each test and closes what a test opened. */
export function repositoryContract(harness: RepositoryHarness): RepositoryContract {
  const { raw } = harness
  const lacks = harness.lacks ?? {}
  const opened: TestedRepository[] = []

  beforeEach(() => raw.clear())
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((repository) => repository.close?.()))
  })

  const keep = async (
    opening: TestedRepository | Promise<TestedRepository>,
  ): Promise<TestedRepository> => {
    const repository = await opening
    opened.push(repository)
    return repository
  }
  const open = (options: TestedOptions = {}): Promise<TestedRepository> =>
    keep(harness.open({ cleanupInterval: false, ...options }))

  return {
    raw,
    harness,
    open,
    openElsewhere: (options = {}) =>
      keep((harness.openElsewhere ?? harness.open)({ cleanupInterval: false, ...options })),
    openIndexed: async (options) => {
      const repository = await open(options)
      assertHas(repository, 'findByIndexNameAndIndexValue', 'indexes')
      assertHas(repository, 'findByPrincipalName', 'indexes')
      assertHas(repository, 'deleteByPrincipalName', 'indexes')
      return repository as IndexedRepository
    },
    openEventful: async (options) => {
      const repository = await open(options)
      assertHas(repository, 'on', 'events')
      return repository as EventfulRepository
    },
    openCleaning: async (options) => {
      const repository = await open(options)
      assertHas(repository, 'cleanUpExpiredSessions', 'cleanup')
      return repository as CleaningRepository
    },
    testNeeding: (needed, name, run, timeout) => {
      const missing = needed.find((capability) => lacks[capability] !== undefined)
      if (missing === undefined) test(name, run, timeout)
      else test(name, ({ skip }) => skip(`declared lack of ${missing}: ${lacks[missing]}`))
    },
  }
}

function assertHas(
  repository: TestedRepository,
  method: keyof IndexedRepository | keyof CleaningRepository | 'on',
  capability: Capability,
): void {
  expect(
    repository[method as keyof TestedRepository],
    `The repository has no ${method}(). A store with '${capability}' ${capabilities[capability]}: extend IndexedSessionRepository, or declare lacks: { '${capability}': '<why>' }.`,
  ).toBeTypeOf('function')
}
