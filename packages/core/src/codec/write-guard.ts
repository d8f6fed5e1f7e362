import { AttributeNotStorableError } from '../errors/attribute-not-storable-error.ts'
import type { JsonLimits } from './json-codec-options.ts'
import { type PathStep, valuePath } from './value-path.ts'

/**
 * Goes along on one walk through a value that is to be stored: ends it where it is too deep, too
 * long or in a circle, and knows the path for the message. For one use.
 */
export class WriteGuard {
  readonly #codec: string
  readonly #limits: JsonLimits
  readonly #attribute: string
  readonly #ancestors: object[] = []
  // Left as it is when something throws: that is where.
  readonly #path: PathStep[] = []
  #charactersLeft: number

  /** `codec` is the function whose options hold the limits, for messages. */
  constructor(codec: string, limits: JsonLimits, attribute: string) {
    this.#codec = codec
    this.#limits = limits
    this.#attribute = attribute
    this.#charactersLeft = limits.maxLength
  }

  /** The walk itself. Whatever else it throws was thrown by an object on the way. */
  run<T>(walk: () => T, remedy: string): T {
    try {
      return walk()
    } catch (error) {
      if (error instanceof AttributeNotStorableError) throw error
      throw this.refusal('an object whose getter or toJSON() throws', remedy)
    }
  }

  /** The name or position under which the walk is, as `toJSON()` hears it. */
  get step(): string {
    return String(this.#path.at(-1) ?? '')
  }

  enter(step: PathStep): void {
    this.#path.push(step)
  }

  leave(): void {
    this.#path.pop()
  }

  /** Goes into an object; `release` when everything in it was visited. */
  embrace(value: object): void {
    if (this.#ancestors.includes(value)) {
      throw this.refusal('a reference to an object around it', 'A cycle has no end in JSON.')
    }
    this.#ancestors.push(value)
  }

  release(): void {
    this.#ancestors.pop()
  }

  /** A bracket of this level is about to open; the outermost has level 1. */
  open(depth: number): void {
    if (depth > this.#limits.maxDepth) throw this.tooDeep()
  }

  /** At least so many characters are about to be added. */
  charge(characters: number): void {
    this.#charactersLeft -= characters
    if (this.#charactersLeft < 0) {
      throw tooLong(this.#codec, this.#attribute, this.#limits.maxLength)
    }
  }

  tooDeep(): AttributeNotStorableError {
    const { maxDepth } = this.#limits
    const remedy = `Store it flatter, or raise maxDepth of ${this.#codec}().`
    return this.refusal(`a value nested more than ${maxDepth} levels deep`, remedy)
  }

  refusal(what: string, remedy: string): AttributeNotStorableError {
    const path = valuePath(this.#path)
    const where = path === '' ? `it is ${what}` : `it holds ${what} at '${path}'`
    return new AttributeNotStorableError(this.#attribute, `${where}. ${remedy}`)
  }
}

export function tooLong(
  codec: string,
  attribute: string,
  maxLength: number,
): AttributeNotStorableError {
  return new AttributeNotStorableError(
    attribute,
    `it takes more than ${maxLength} characters. Store less, or raise maxLength of ${codec}().`,
  )
}
