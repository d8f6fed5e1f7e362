import type {
  FindByIndexNameSessionRepository,
  RepositoryOptions,
  Session,
  SessionEventSource,
  SessionRepository,
} from '@session/core'

/** The suites use attributes of many names: no declared `SessionAttributes` may close them. */
export type AnyAttributes = Record<string, unknown>

export type TestedSession = Session<AnyAttributes>

/** What every repository has, and what it may have beyond it. */
export type TestedRepository = SessionRepository<AnyAttributes> &
  Partial<IndexedMethods> &
  Partial<SessionEventSource<AnyAttributes>> & {
    ready?(): Promise<void>
    close?(): Promise<void>
    cleanUpExpiredSessions?(): Promise<number>
  }

type IndexedMethods = Omit<
  FindByIndexNameSessionRepository<AnyAttributes>,
  keyof SessionRepository<AnyAttributes>
>

export type IndexedRepository = TestedRepository & IndexedMethods
export type EventfulRepository = TestedRepository & SessionEventSource<AnyAttributes>
export type CleaningRepository = TestedRepository & { cleanUpExpiredSessions(): Promise<number> }

/** The options that a suite opens a repository with. Pass all of them on. */
export type TestedOptions = RepositoryOptions
