import type { SessionDelta } from '@session/core/store'
import type { RedisKeys } from '../keys.ts'

/** What a save changes about the indexes that a session is in. */
export class IndexMoves {
  /** For each index what its keys begin with, the key to leave and the key to enter, or empty. */
  readonly words: readonly string[]
  /** The keys that the session enters. */
  readonly entered: readonly string[]
  readonly #prefixes: readonly string[]

  constructor(keys: RedisKeys, { indexes }: SessionDelta) {
    const moves = [...indexes].map(([name, { from, to }]) => {
      const prefix = keys.indexPrefix(name)
      const [left = '', entered = ''] = [from, to].map((value) =>
        value === undefined ? '' : prefix + value,
      )
      return { prefix, left, entered }
    })
    this.words = moves.flatMap(({ prefix, left, entered }) => [prefix, left, entered])
    this.entered = moves.map(({ entered }) => entered).filter((key) => key !== '')
    this.#prefixes = moves.map(({ prefix }) => prefix)
  }

  /** The index keys that a session is in after it, of those that it was in before. */
  applyTo(indexes: readonly string[]): string[] {
    const kept = indexes.filter((key) => !this.#prefixes.some((prefix) => key.startsWith(prefix)))
    return [...new Set([...kept, ...this.entered])]
  }
}
