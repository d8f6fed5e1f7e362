import type { AnyAttributes } from '../repository/tested-repository.ts'

/** Minutes after which a session of the model expires. */
export const IDLE_LIMIT = 30

/** What the store must hold of one session. */
export interface Life {
  id: string
  attributes: AnyAttributes
  principal: string | undefined
  /** Minutes since it was last used. */
  idle: number
  ended: boolean
}

export const isAlive = (life: Life): boolean => !life.ended && life.idle < IDLE_LIMIT

type Field = 'principal' | `attribute ${string}`

/** What one node holds in its hands: what it saw, and what it changed since it last stored it. */
export class ModelCopy {
  readonly life: Life
  readonly isInUse: boolean
  isStored: boolean
  /** The id under which the store knows it, as far as this node can tell. */
  storedId: string
  id: string
  readonly seen: AnyAttributes
  principal: string | undefined
  readonly #changed = new Set<Field>()

  constructor(life: Life, stored: boolean, inUse: boolean) {
    this.life = life
    this.isStored = stored
    this.isInUse = inUse
    this.storedId = life.id
    this.id = life.id
    this.seen = withoutPrototype(life.attributes)
    this.principal = life.principal
  }

  set(name: string, value: unknown): void {
    this.seen[name] = value
    this.#changed.add(`attribute ${name}`)
  }

  remove(name: string): void {
    const wasThere = name in this.seen || this.#changed.has(`attribute ${name}`)
    delete this.seen[name]
    // What was never seen is not removed: another node may have set it.
    if (wasThere) this.#changed.add(`attribute ${name}`)
  }

  logIn(principal: string | undefined): void {
    if (principal === undefined && this.principal === undefined && !this.#changed.has('principal'))
      return
    this.principal = principal
    this.#changed.add('principal')
  }

  /** `'gone'`: the session ended, or has another id by now. Nothing may be stored then. */
  save(): 'stored' | 'nothing to do' | 'gone' {
    const { life } = this
    if (this.isStored && this.#changed.size === 0 && this.id === this.storedId)
      return 'nothing to do'
    if (this.isStored && !(isAlive(life) && life.id === this.storedId)) return 'gone'
    if (!this.isStored) life.ended = false
    for (const field of this.#changed) this.#store(field)
    if (this.isInUse) life.idle = 0
    life.id = this.id
    this.storedId = this.id
    this.isStored = true
    this.#changed.clear()
    return 'stored'
  }

  #store(field: Field): void {
    if (field === 'principal') {
      this.life.principal = this.principal
      return
    }
    const name = field.slice('attribute '.length)
    if (name in this.seen) this.life.attributes[name] = this.seen[name]
    else delete this.life.attributes[name]
  }
}

/** A copy in which any name is an ordinary one. */
export function withoutPrototype(attributes: AnyAttributes): AnyAttributes {
  const copy = Object.create(null) as AnyAttributes
  for (const name of Object.keys(attributes)) copy[name] = structuredClone(attributes[name])
  return copy
}
