import type { RedisKeys } from '../keys.ts'
import { isSessionId } from './event-entry.ts'

/** What a Java service seems to have done. */
export interface Hint {
  readonly said: 'created' | 'deleted' | 'expired' | 'id-changed'
  readonly id: string
  /** `id-changed` only, else empty. */
  readonly previous: string
}

/** How the messages of our own nodes end; see `TELLING_JAVA`. */
const OURS = ',"node":1}'

/** Makes hints of messages, which are untrusted bytes: what is none of a session of ours is passed over. */
export class JavaMessages {
  readonly #keys: RedisKeys
  #renamed = ''

  constructor(keys: RedisKeys) {
    this.#keys = keys
  }

  /** The channels to listen to, with or without those of keyspace notifications. */
  channels(database: number, keyspace: boolean): { channels: string[]; patterns: string[] } {
    const events = keyspace ? ['del', 'expired', 'rename_from', 'rename_to'] : []
    return {
      channels: events.map((event) => `__keyevent@${database}__:${event}`),
      patterns: [this.#keys.createdChannels(database)],
    }
  }

  hintOf(channel: string, message: string): Hint | undefined {
    const last = channel.slice(channel.lastIndexOf(':') + 1)
    if (!channel.startsWith('__keyevent@')) {
      return message.endsWith(OURS) ? undefined : hint('created', last)
    }
    // Redis tells the two of one command in turn.
    const renamed = this.#renamed
    this.#renamed = last === 'rename_from' ? after(this.#keys.session(''), message) : ''
    if (last === 'del') return hint('deleted', after(this.#keys.shadowPrefix, message))
    if (last === 'expired') return hint('expired', after(this.#keys.shadowPrefix, message))
    if (last !== 'rename_to' || !isSessionId(renamed)) return undefined
    return hint('id-changed', after(this.#keys.session(''), message), renamed)
  }
}

const after = (prefix: string, key: string): string =>
  key.startsWith(prefix) ? key.slice(prefix.length) : ''

const hint = (said: Hint['said'], id: string, previous = ''): Hint | undefined =>
  isSessionId(id) ? { said, id, previous } : undefined
