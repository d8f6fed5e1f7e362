import type { AnyAttributes } from '../repository/tested-repository.ts'

/** Minutes after which a session of the model expires. */
const IDLE_LIMIT = 30

/** What the store must hold of one session. */
export interface Life {
  id: string
  readonly attributes: AnyAttributes
  /** Minutes since it was last used. */
  idle: number
  ended: boolean
}

export const isAlive = (life: Life): boolean => !life.ended && life.idle < IDLE_LIMIT

/** What one node holds in its hands: what it saw, and what it changed since it last stored it. */
export class ModelCopy {
  readonly life: Life
  readonly #isInUse: boolean
  #isStored: boolean
  id: string
  /** The id under which the store knows it, as far as this node can tell. */
  #storedId: string
  readonly seen: AnyAttributes
  /** The names that the store has, as far as this node can tell. */
  readonly #stored: Set<string>
  readonly #changed = new Set<string>()

  constructor(life: Life, isStored: boolean, isInUse: boolean) {
    this.life = life
    this.#isStored = isStored
    this.#isInUse = isInUse
    this.id = life.id
    this.#storedId = life.id
    this.seen = withoutPrototype(life.attributes)
    this.#stored = new Set(Object.keys(this.seen))
  }

  set(name: string, value: unknown): void {
    this.seen[name] = value
    this.#changed.add(name)
  }

  remove(name: string): void {
    delete this.seen[name]
    // What this node never saw is not removed: another one may have set it.
    if (this.#stored.has(name)) this.#changed.add(name)
    else this.#changed.delete(name)
  }

  /** `'gone'`: the session ended, or has another id by now. Nothing may be stored then. */
  save(): 'stored' | 'nothing to do' | 'gone' {
    const { life } = this
    if (this.#isStored) {
      if (this.#changed.size === 0 && this.id === this.#storedId) return 'nothing to do'
      if (!isAlive(life) || life.id !== this.#storedId) return 'gone'
    }
    life.ended = false
    for (const name of this.#changed) this.#store(name)
    if (this.#isInUse) life.idle = 0
    life.id = this.id
    this.#storedId = this.id
    this.#isStored = true
    this.#changed.clear()
    return 'stored'
  }

  #store(name: string): void {
    if (name in this.seen) {
      this.life.attributes[name] = this.seen[name]
      this.#stored.add(name)
    } else {
      delete this.life.attributes[name]
      this.#stored.delete(name)
    }
  }
}

/** A copy in which any name is an ordinary one. */
export function withoutPrototype(attributes: AnyAttributes): AnyAttributes {
  const copy = Object.create(null) as AnyAttributes
  for (const name of Object.keys(attributes)) copy[name] = structuredClone(attributes[name])
  return copy
}
