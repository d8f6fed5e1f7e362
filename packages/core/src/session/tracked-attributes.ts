import type { EncodedValue } from '../codec/attribute-codec.ts'
import { sameEncodedValue } from '../codec/encoded-value.ts'
import { decodeErrorChannel } from '../diagnostics/channels.ts'
import { AttributeNotDecodableError } from '../errors/attribute-not-decodable-error.ts'
import { AttributeNotStorableError } from '../errors/attribute-not-storable-error.ts'
import type { IndexableSession } from '../index-resolver/index-resolver.ts'
import type { EncodedAttributes } from '../store/session-record.ts'
import type { SessionRules } from './session-rules.ts'

/** One attribute that was used here. An attribute that nobody used has none, and stays encoded. */
interface Entry {
  /** As the store holds it, to the best of our knowledge; `undefined` = not there. */
  stored: EncodedValue | undefined
  /** A write of it ended with an unknown outcome, so "not there" is not certain. */
  uncertain: boolean
  value: unknown
  present: boolean
  change: 'none' | 'set' | 'removed'
}

/** Changed attributes on their way to the store. */
export interface AttributeChanges {
  readonly set: ReadonlyMap<string, EncodedValue>
  readonly removed: ReadonlySet<string>
  /** The attributes as they were when last stored, and as they are now: for index resolvers. */
  readonly before: IndexableSession
  readonly after: IndexableSession
  /**
   * The write failed, or nobody knows (`isUncertain`): what it carried is pending again, unless it
   * was changed once more.
   */
  undo(isUncertain: boolean): void
}

const MAX_NAME_LENGTH = 256
/** Has no bytes of its own in UTF-8: two names would become one. */
const HALF_PAIR = /\p{Surrogate}/u

/** The attributes of one session: decoded on first read, and knowing what changed since the last save. */
export class TrackedAttributes {
  readonly #rules: SessionRules
  readonly #stored: EncodedAttributes
  readonly #entries = new Map<string, Entry>()
  readonly #reportDecodeError: (attribute: string) => void

  constructor(
    rules: SessionRules,
    stored: EncodedAttributes,
    reportDecodeError: (attribute: string) => void,
  ) {
    this.#rules = rules
    this.#stored = stored
    this.#reportDecodeError = reportDecodeError
  }

  get(name: string): unknown {
    const used = this.#entries.get(name)
    if (used !== undefined) return used.value
    const stored = this.#stored.get(name)
    if (stored === undefined) return undefined
    const value = this.#decode(name, stored)
    const present = true
    this.#entries.set(name, { stored, uncertain: false, value, present, change: 'none' })
    return value
  }

  set(name: string, value: unknown): void {
    if (value === undefined) {
      this.remove(name)
      return
    }
    if (typeof name !== 'string' || name.length > MAX_NAME_LENGTH || HALF_PAIR.test(name)) {
      throw new AttributeNotStorableError(
        String(name).slice(0, 40),
        `its name must be a string of at most ${MAX_NAME_LENGTH} characters, without halves of surrogate pairs.`,
      )
    }
    // Encoded for its errors alone: a value that cannot be stored is refused where it is set.
    this.#rules.codec.encode(value, { attribute: name })
    const entry = this.#entryOf(name)
    entry.value = value
    entry.present = true
    entry.change = 'set'
  }

  remove(name: string): void {
    const entry = this.#entryOf(name)
    entry.value = undefined
    entry.present = false
    entry.change = entry.stored === undefined && !entry.uncertain ? 'none' : 'removed'
  }

  has(name: string): boolean {
    return this.#entries.get(name)?.present ?? this.#stored.get(name) !== undefined
  }

  names(): string[] {
    const names: string[] = []
    for (const name of this.#stored.names()) if (this.has(name)) names.push(name)
    for (const [name, entry] of this.#entries) {
      if (entry.present && this.#stored.get(name) === undefined) names.push(name)
    }
    return names
  }

  /** As the store holds them, to the best of our knowledge. */
  get stored(): EncodedAttributes {
    const storedAs = (name: string): EncodedValue | undefined => {
      const entry = this.#entries.get(name)
      return entry === undefined ? this.#stored.get(name) : entry.stored
    }
    const names = (): string[] =>
      [...new Set([...this.#stored.names(), ...this.#entries.keys()])].filter(
        (name) => storedAs(name) !== undefined,
      )
    return { get: storedAs, names }
  }

  /** Throws what cannot be read, for the policy that gives such a session up. */
  decodeAll(): void {
    for (const name of this.#stored.names()) {
      const stored = this.#stored.get(name)
      if (stored !== undefined) this.#rules.codec.decode(stored, { attribute: name })
    }
  }

  /** Everything to be written by the save mode; from here on it counts as stored. */
  take(): AttributeChanges | undefined {
    const set = new Map<string, EncodedValue>()
    const removed = new Set<string>()
    for (const [name, entry] of this.#entries) {
      if (entry.change === 'removed') removed.add(name)
      const encoded = this.#toWrite(name, entry)
      if (encoded !== undefined) set.set(name, encoded)
    }
    if (this.#rules.saveMode === 'always') this.#addUnused(set)
    if (set.size === 0 && removed.size === 0) return undefined

    const before = new Map<string, Pick<Entry, 'stored' | 'change'>>()
    for (const name of [...set.keys(), ...removed]) {
      const entry = this.#entries.get(name)
      if (entry === undefined) continue
      before.set(name, { stored: entry.stored, change: entry.change })
      entry.stored = set.get(name)
      entry.change = 'none'
    }
    return {
      set,
      removed,
      before: {
        getAttribute: (name) => {
          const entry = before.get(name)
          return entry === undefined ? this.#peek(name) : this.#decodeQuietly(name, entry.stored)
        },
      },
      after: { getAttribute: (name) => this.#peek(name) },
      undo: (isUncertain) => this.#undo(before, isUncertain),
    }
  }

  #undo(before: ReadonlyMap<string, Pick<Entry, 'stored' | 'change'>>, isUncertain: boolean): void {
    for (const [name, { stored, change }] of before) {
      const entry = this.#entryOf(name)
      const wasChangedInside = change === 'none' && entry.stored !== stored
      entry.uncertain ||= isUncertain
      entry.stored = stored
      if (entry.change !== 'none') continue
      // Changed back meanwhile, it would look unchanged, though the store may hold what was sent.
      entry.change = isUncertain && wasChangedInside ? 'set' : change
    }
  }

  #toWrite(name: string, entry: Entry): EncodedValue | undefined {
    const { codec, saveMode } = this.#rules
    if (entry.change === 'set') return codec.encode(entry.value, { attribute: name })
    if (entry.change === 'removed' || !entry.present || entry.stored === undefined) return undefined
    const changed = this.#changedInside(name, entry, entry.stored)
    if (saveMode === 'on-change') return changed
    if (saveMode === 'on-set-attribute') return undefined
    // Read, so written; with the bytes that are there when they still say the same.
    return changed ?? entry.stored
  }

  /** The new bytes of an object that was read and then changed. Primitives cannot change inside. */
  #changedInside(name: string, entry: Entry, stored: EncodedValue): EncodedValue | undefined {
    if (typeof entry.value !== 'object' || entry.value === null) return undefined
    const { codec } = this.#rules
    const context = { attribute: name }
    const current = codec.encode(entry.value, context)
    if (sameEncodedValue(current, stored)) return undefined
    // Other writers format differently (Java's 3.0, reordered members): only a difference that
    // survives our own formatting is a change.
    return sameEncodedValue(current, codec.encode(codec.decode(stored, context), context))
      ? undefined
      : current
  }

  #addUnused(set: Map<string, EncodedValue>): void {
    for (const name of this.#stored.names()) {
      const stored = this.#stored.get(name)
      if (stored !== undefined && !this.#entries.has(name)) set.set(name, stored)
    }
  }

  #entryOf(name: string): Entry {
    const used = this.#entries.get(name)
    if (used !== undefined) return used
    const stored = this.#stored.get(name)
    const entry: Entry = {
      stored,
      uncertain: false,
      value: undefined,
      present: stored !== undefined,
      change: 'none',
    }
    this.#entries.set(name, entry)
    return entry
  }

  /** Looks without counting as a read. */
  #peek(name: string): unknown {
    const entry = this.#entries.get(name)
    if (entry === undefined) return this.#decodeQuietly(name, this.#stored.get(name))
    return entry.value ?? this.#decodeQuietly(name, entry.stored)
  }

  #decodeQuietly(name: string, stored: EncodedValue | undefined): unknown {
    if (stored === undefined) return undefined
    try {
      return this.#rules.codec.decode(stored, { attribute: name })
    } catch {
      return undefined
    }
  }

  #decode(name: string, stored: EncodedValue): unknown {
    try {
      return this.#rules.codec.decode(stored, { attribute: name })
    } catch (error) {
      if (this.#rules.onDecodeError === 'throw') {
        throw error instanceof AttributeNotDecodableError
          ? error
          : new AttributeNotDecodableError(name, 'the codec failed.')
      }
      if (decodeErrorChannel.hasSubscribers) this.#reportDecodeError(name)
      return undefined
    }
  }
}
