import type { RepositoryOptions } from '@session/core'

/** How long sessions last: the part of a repository's options that the demo sets. */
export type SessionTimes = Pick<RepositoryOptions, 'maxInactiveInterval' | 'cleanupInterval'>

/** What a node process is told when it begins. */
export interface NodeOrder {
  readonly name: string
  readonly allNames: readonly string[]
  readonly store: string
  readonly url: string
  readonly times: SessionTimes
}

/** What it answers: where it listens, or why it does not. */
export type NodeAnswer = { readonly port: number } | { readonly problem: string }
