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

/** One process's way to where sessions are kept. Each node opens a repository of its own over it. */
export interface OpenStore {
  openRepository(options: RepositoryOptions): DemoRepository
  close(): Promise<void>
}

/** Sessions in the memory of one process: all nodes live in it. */
export interface LocalStore {
  /** What follows `--store`. */
  readonly name: string
  /** What people call it, in a few words. */
  readonly title: string
  open(): OpenStore
}

/** Sessions outside of every process: each node is a process of its own. */
export interface SharedStore {
  readonly name: string
  readonly title: string
  /** Where it is, started if need be. @throws Error that says what is missing and how to get it. */
  find(environment: NodeJS.ProcessEnv): Promise<FoundStore>
  open(url: string): OpenStore
}

export interface FoundStore {
  /** May hold a password: nobody shows it. */
  readonly url: string
  /** A command that looks into it. */
  readonly peek?: string
  /** Stops and removes what was started; leaves alone what was there. */
  release(): Promise<void>
}

export type Store = LocalStore | SharedStore
