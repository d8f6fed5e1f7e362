import { InvalidOptionError } from '@session/core'

/**
 * Every key of this package; `scripts/companions.ts` builds the same names where Redis must. The
 * names up to `node:` are Spring Session's, so that a Java service can share them; below `node:` are
 * our own, which Java ignores.
 */
export class RedisKeys {
  /** Everything that scripts build names from. */
  readonly namespace: string

  /** @throws InvalidOptionError */
  constructor(namespace: string) {
    const name = typeof namespace === 'string' ? namespace.replace(/:+$/, '') : ''
    if (name.trim() === '') {
      throw new InvalidOptionError('namespace', namespace, "Use a name like 'shop:session'.")
    }
    this.namespace = name
  }

  /** Hash: three numbers, and `sessionAttr:<name>` for each attribute. */
  session(id: string): string {
    return `${this.namespace}:sessions:${id}`
  }

  /** Set of the ids whose index `name` has `value`. */
  index(name: string, value: string): string {
    return this.indexPrefix(name) + value
  }

  /** What the keys of one index begin with. No name can be taken for another one and a value. */
  indexPrefix(name: string): string {
    return `${this.namespace}:index:${name.replace(/[%:]/g, encodeURIComponent)}:`
  }

  /** Stream of what happened to sessions, for every node to read. */
  get events(): string {
    return `${this.namespace}:node:events`
  }

  /** What the keys begin with whose end is the end of a session to Java; the id follows. */
  get shadowPrefix(): string {
    return `${this.namespace}:sessions:expires:`
  }

  /** Pattern of the channels on which Java services tell of new sessions; ids follow the last colon. */
  createdChannels(database: number): string {
    const namespace = this.namespace.replace(/[*?[\]\\^]/g, '\\$&')
    return `${namespace}:event:${database}:created:*`
  }
}
