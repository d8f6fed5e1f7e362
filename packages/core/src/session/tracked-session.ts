import { decodeErrorChannel } from '../diagnostics/channels.ts'
import { IllegalStateError } from '../errors/illegal-state-error.ts'
import { InvalidOptionError } from '../errors/invalid-option-error.ts'
import { MissingAttributeError } from '../errors/missing-attribute-error.ts'
import { type Interval, intervalSeconds } from '../expiry/duration.ts'
import { expiresAt, isExpired } from '../expiry/expiration.ts'
import { checkIndexValue } from '../index-resolver/index-value.ts'
import { principalNameOf } from '../index-resolver/principal-name-index-resolver.ts'
import { PRINCIPAL_NAME_INDEX_NAME } from '../repository/find-by-index-name-session-repository.ts'
import { encodedAttributes, type SessionRecord } from '../store/session-record.ts'
import { attributeView } from './attribute-view.ts'
import type {
  AttributeName,
  AttributeView,
  OpenAttributes,
  SessionAttributes,
} from './attributes.ts'
import { inspectAsString } from './inspect.ts'
import { PendingSave } from './pending-save.ts'
import type { Session } from './session.ts'
import { HANDLE_REFERENCE, handleOf } from './session-handle.ts'
import { generateSessionId } from './session-id-generator.ts'
import type { SessionRules } from './session-rules.ts'
import { TrackedAttributes } from './tracked-attributes.ts'

export interface TrackedSessionOptions<A> {
  /** Was it loaded for a request that uses it? Then a save renews the access time too. */
  inUse: boolean
  /** Called after each change; the flush mode `'immediate'` lives on it. */
  changed?: ((session: TrackedSession<A>) => void) | undefined
  /** The last state of a session that ended: can be read, not changed. */
  readOnly?: boolean
}

/** The one session that every store hands out: it knows what changed since it was last stored. */
export class TrackedSession<A = SessionAttributes> implements Session<A> {
  readonly #rules: SessionRules
  readonly #creationTime: number
  readonly #attributes: TrackedAttributes
  readonly #readOnly: boolean
  readonly #changed: ((session: TrackedSession<A>) => void) | undefined
  #id: string
  /** The key in the store; `undefined` while the session is not stored. */
  #key: string | undefined
  #idChanged = false
  #lastAccessedTime: number
  #accessChanged = false
  #maxInactiveInterval: number
  #intervalChanged = false
  #inUse: boolean
  #view: AttributeView<A> | undefined
  #handle: string | undefined
  /** Where an earlier save with an unknown outcome may have put it. */
  #uncertainKey: string | undefined
  /** The save that is under way, if any. Never rejects. */
  saving: Promise<void> | undefined

  private constructor(
    rules: SessionRules,
    id: string,
    key: string | undefined,
    record: SessionRecord,
    options: TrackedSessionOptions<A>,
  ) {
    this.#rules = rules
    this.#id = id
    this.#key = key
    this.#creationTime = record.creationTime
    this.#lastAccessedTime = record.lastAccessedTime
    this.#maxInactiveInterval = record.maxInactiveInterval
    this.#inUse = options.inUse
    this.#changed = options.changed
    this.#readOnly = options.readOnly ?? false
    this.#attributes = new TrackedAttributes(rules, record.attributes, (attribute) =>
      decodeErrorChannel.publish({ handle: this.handle, attribute }),
    )
  }

  static create<A>(
    rules: SessionRules,
    maxInactiveInterval: number,
    changed: TrackedSessionOptions<A>['changed'],
  ): TrackedSession<A> {
    const now = rules.clock.now()
    const id = generateSessionId(rules.idGenerator)
    const record = {
      id,
      creationTime: now,
      lastAccessedTime: now,
      maxInactiveInterval,
      attributes: NO_ATTRIBUTES,
      indexes: new Map<string, string>(),
    }
    return new TrackedSession<A>(rules, id, undefined, record, { inUse: true, changed })
  }

  static load<A>(
    rules: SessionRules,
    id: string,
    record: SessionRecord,
    options: TrackedSessionOptions<A>,
  ): TrackedSession<A> {
    return new TrackedSession<A>(rules, id, record.id, record, options)
  }

  get id(): string {
    return this.#id
  }

  get handle(): string {
    this.#handle ??= this.#id.startsWith(HANDLE_REFERENCE)
      ? this.#id.slice(HANDLE_REFERENCE.length)
      : handleOf(this.#id)
    return this.#handle
  }

  get creationTime(): Date {
    return new Date(this.#creationTime)
  }

  get lastAccessedTime(): Date {
    return new Date(this.#lastAccessedTime)
  }

  get expiresAt(): Date | undefined {
    const end = expiresAt(this.#times(), this.#rules.absoluteTimeout)
    return end === undefined ? undefined : new Date(end)
  }

  get maxInactiveInterval(): number {
    return this.#maxInactiveInterval
  }

  set maxInactiveInterval(value: Interval | number) {
    const seconds = intervalSeconds('maxInactiveInterval', value)
    this.#assertWritable()
    this.#maxInactiveInterval = seconds
    this.#intervalChanged = true
    this.#changed?.(this)
  }

  get principalName(): string | undefined {
    return principalNameOf({ getAttribute: (name) => this.#attributes.get(name) })
  }

  set principalName(name: string | undefined) {
    if (name !== undefined && typeof name !== 'string') {
      throw new InvalidOptionError('principalName', name, "Use the user's name as a string.")
    }
    if (name !== undefined) checkIndexValue(PRINCIPAL_NAME_INDEX_NAME, name)
    this.#setAttribute(PRINCIPAL_NAME_INDEX_NAME, name)
  }

  get attributes(): AttributeView<A> {
    this.#view ??= attributeView<A>(this as unknown as TrackedSession<Record<string, unknown>>)
    return this.#view
  }

  get attributeNames(): readonly AttributeName<A>[] {
    return this.#attributes.names() as AttributeName<A>[]
  }

  getAttribute<K extends AttributeName<A>>(name: K): OpenAttributes<A>[K] | undefined {
    return this.#attributes.get(name) as OpenAttributes<A>[K] | undefined
  }

  getRequiredAttribute<K extends AttributeName<A>>(name: K): NonNullable<OpenAttributes<A>[K]> {
    const value = this.getAttribute(name)
    if (value === undefined || value === null) throw new MissingAttributeError(name)
    return value
  }

  setAttribute<K extends AttributeName<A>>(name: K, value: OpenAttributes<A>[K] | undefined): void {
    this.#setAttribute(name, value)
  }

  removeAttribute(name: AttributeName<A>): void {
    this.#setAttribute(name, undefined)
  }

  touch(): void {
    this.#assertWritable()
    this.#inUse = true
    this.#accessChanged = true
    this.#renewAccess()
    this.#changed?.(this)
  }

  changeSessionId(): string {
    this.#assertWritable()
    this.#id = generateSessionId(this.#rules.idGenerator)
    this.#handle = undefined
    this.#idChanged = true
    this.#changed?.(this)
    return this.#id
  }

  isExpired(): boolean {
    return isExpired(this.#times(), this.#rules.clock.now(), this.#rules.absoluteTimeout)
  }

  /** Does the store have it, under whatever id? */
  get isStored(): boolean {
    return this.#key !== undefined
  }

  /** The key in the store, which is the old one while an id change is not saved yet. */
  get storedKey(): string | undefined {
    return this.#key
  }

  isMadeBy(rules: SessionRules): boolean {
    return this.#rules === rules
  }

  /** @throws AttributeNotDecodableError */
  decodeAll(): void {
    this.#attributes.decodeAll()
  }

  /**
   * What a save has to write, which from here on counts as stored; `undefined` when nothing changed.
   * A session that is not stored yet always has something to write: itself.
   */
  take(): PendingSave | undefined {
    const previousKey = this.#key
    const attributes = this.#attributes.take()
    const idChanged = previousKey !== undefined && this.#idChanged
    const intervalChanged = this.#intervalChanged
    const accessChanged = this.#accessChanged
    if (previousKey !== undefined && attributes === undefined) {
      if (!idChanged && !intervalChanged && !accessChanged) return undefined
    }
    if (this.#inUse) this.#renewAccess()
    const pending = new PendingSave({
      key: previousKey ?? this.#rules.keyOf(this.#id),
      isNew: previousKey === undefined,
      newKey: idChanged ? this.#rules.keyOf(this.#id) : undefined,
      uncertainKey: this.#uncertainKey,
      times: this.#times(),
      writesAccess: this.#inUse,
      writesInterval: intervalChanged,
      attributes,
      all: this.#attributes,
      indexResolver: this.#rules.indexResolver,
      undo: (isUncertain) => {
        if (this.#key === pending.keyAfter) this.#key = previousKey
        if (isUncertain && pending.keyAfter !== previousKey) this.#uncertainKey = pending.keyAfter
        this.#idChanged ||= idChanged
        this.#intervalChanged ||= intervalChanged
        this.#accessChanged ||= accessChanged
        attributes?.undo(isUncertain)
      },
    })
    this.#key = pending.keyAfter
    this.#idChanged = false
    this.#intervalChanged = false
    this.#accessChanged = false
    return pending
  }

  /** Not the id: it is a secret, and this is what reaches logs and pages. */
  toJSON(): object {
    return {
      handle: this.handle,
      creationTime: this.creationTime,
      lastAccessedTime: this.lastAccessedTime,
      maxInactiveInterval: this.#maxInactiveInterval,
      attributeNames: this.attributeNames,
    }
  }

  static {
    inspectAsString(TrackedSession.prototype)
  }

  toString(): string {
    return `Session ${this.handle}`
  }

  #setAttribute(name: string, value: unknown): void {
    this.#assertWritable()
    this.#attributes.set(name, value)
    this.#changed?.(this)
  }

  #renewAccess(): void {
    this.#lastAccessedTime = Math.max(this.#lastAccessedTime, this.#rules.clock.now())
  }

  #times(): { creationTime: number; lastAccessedTime: number; maxInactiveInterval: number } {
    return {
      creationTime: this.#creationTime,
      lastAccessedTime: this.#lastAccessedTime,
      maxInactiveInterval: this.#maxInactiveInterval,
    }
  }

  #assertWritable(): void {
    if (!this.#readOnly) return
    throw new IllegalStateError('This is the last state of a session that ended: it cannot change.')
  }
}

const NO_ATTRIBUTES = encodedAttributes(new Map())
