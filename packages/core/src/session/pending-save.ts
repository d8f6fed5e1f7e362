import type { SessionTimes } from '../expiry/expiration.ts'
import type { IndexableSession, IndexResolver } from '../index-resolver/index-resolver.ts'
import { checkIndexValue } from '../index-resolver/index-value.ts'
import { PRINCIPAL_NAME_INDEX_NAME } from '../repository/find-by-index-name-session-repository.ts'
import type { IndexChange, SessionDelta } from '../store/session-delta.ts'
import { encodedAttributes, type SessionRecord } from '../store/session-record.ts'
import type { AttributeChanges, TrackedAttributes } from './tracked-attributes.ts'

interface PendingSaveFacts {
  /** The key to write under: where the session is, or will be. */
  readonly key: string
  readonly isNew: boolean
  readonly newKey: string | undefined
  /** Where an earlier save with an unknown outcome may have put the session. */
  readonly uncertainKey: string | undefined
  readonly times: SessionTimes
  readonly writesAccess: boolean
  readonly writesInterval: boolean
  readonly attributes: AttributeChanges | undefined
  /** All attributes. Asked only by those who tell of the session. */
  readonly all: Pick<TrackedAttributes, 'stored'>
  readonly indexResolver: IndexResolver
  readonly undo: (isUncertain: boolean) => void
}

/** What one save carries to the store. Taken from a session once; given back by `undo` when it failed. */
export class PendingSave {
  readonly #facts: PendingSaveFacts
  readonly #indexesBefore: ReadonlyMap<string, string>
  readonly #indexesAfter: ReadonlyMap<string, string>
  /** Does it write an attribute that indexes follow from? */
  readonly #writesIndexed: boolean

  constructor(facts: PendingSaveFacts) {
    this.#facts = facts
    const { attributes, indexResolver } = facts
    try {
      // Resolved now: by the time the store is reached the attributes may have changed again.
      const looked = new Set<string>()
      this.#indexesAfter =
        attributes === undefined
          ? NONE
          : indexResolver.resolveIndexesFor(noting(attributes.after, looked))
      this.#writesIndexed = [...looked].some((name) => attributes?.set.has(name))
      for (const [name, value] of this.#indexesAfter) checkIndexValue(name, value)
      this.#indexesBefore =
        attributes === undefined || facts.isNew
          ? NONE
          : indexResolver.resolveIndexesFor(attributes.before)
    } catch (error) {
      // The resolver is the application's: when it fails, or its answer, nothing may count as stored.
      attributes?.undo(false)
      throw error
    }
  }

  get key(): string {
    return this.#facts.key
  }

  /** The key once this save is stored. */
  get keyAfter(): string {
    return this.#facts.newKey ?? this.#facts.key
  }

  get isNew(): boolean {
    return this.#facts.isNew
  }

  get uncertainKey(): string | undefined {
    return this.#facts.uncertainKey
  }

  get changesId(): boolean {
    return this.#facts.newKey !== undefined
  }

  get changesPrincipal(): boolean {
    const before = this.#indexesBefore.get(PRINCIPAL_NAME_INDEX_NAME)
    return before !== this.#indexesAfter.get(PRINCIPAL_NAME_INDEX_NAME)
  }

  /** The whole session, for an insert. */
  toRecord(): SessionRecord {
    const { key, times, attributes } = this.#facts
    return {
      id: key,
      ...times,
      attributes: encodedAttributes(attributes?.set ?? NONE),
      indexes: this.#indexesAfter,
    }
  }

  /** The whole session, once this save is stored. */
  toStoredRecord(): SessionRecord {
    const { times, all } = this.#facts
    return { id: this.keyAfter, ...times, attributes: all.stored, indexes: NONE }
  }

  toDelta(): SessionDelta {
    const { newKey, times, attributes, writesAccess, writesInterval, isNew } = this.#facts
    // Assigned one by one: parts that are spread when they are there cost a save microseconds.
    const delta: Writable<SessionDelta> = {
      set: attributes?.set ?? NONE,
      removed: attributes?.removed ?? NOTHING,
      indexes: this.#indexChanges(),
    }
    if (newKey !== undefined) delta.newId = newKey
    if (writesAccess || isNew) delta.lastAccessedTime = times.lastAccessedTime
    if (writesInterval || isNew) delta.maxInactiveInterval = times.maxInactiveInterval
    return delta
  }

  /** The store did not take it, or we cannot know (`isUncertain`): all of it is pending again. */
  undo(isUncertain: boolean): void {
    this.#facts.undo(isUncertain)
  }

  #indexChanges(): ReadonlyMap<string, IndexChange> {
    // Most sessions belong to nobody.
    if (this.#indexesBefore.size + this.#indexesAfter.size === 0) return NONE
    const changes = new Map<string, IndexChange>()
    for (const name of new Set([...this.#indexesBefore.keys(), ...this.#indexesAfter.keys()])) {
      const from = this.#indexesBefore.get(name)
      const to = this.#indexesAfter.get(name)
      // Written again, it may have been changed by others meanwhile: the index goes with the attribute.
      if (from === to && !this.#writesIndexed) continue
      changes.set(name, {
        ...(from === undefined || from === to ? {} : { from }),
        ...(to === undefined ? {} : { to }),
      })
    }
    return changes
  }
}

type Writable<T> = { -readonly [Name in keyof T]: T[Name] }

const noting = (session: IndexableSession, looked: Set<string>): IndexableSession => ({
  getAttribute: (name) => {
    looked.add(name)
    return session.getAttribute(name)
  },
})

const NONE: ReadonlyMap<string, never> = new Map<string, never>()
const NOTHING: ReadonlySet<string> = new Set()
