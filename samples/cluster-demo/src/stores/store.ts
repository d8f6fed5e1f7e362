import type {
  FindByIndexNameSessionRepository,
  RepositoryOptions,
  SessionEventSource,
} from '@session/core'

/** Any repository that finds sessions by user and tells of events. */
export interface DemoRepository extends FindByIndexNameSessionRepository, SessionEventSource {
  ready(): Promise<void>
  close(): Promise<void>
}

/** A place where sessions are kept. Each node opens a repository of its own over it. */
export interface Store {
  /** What people call it, in a few words. */
  readonly title: string
  openRepository(options: RepositoryOptions): DemoRepository
}
