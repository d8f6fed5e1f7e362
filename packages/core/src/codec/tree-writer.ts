import { types } from 'node:util'
import { AttributeNotStorableError } from '../errors/attribute-not-storable-error.ts'
import { hidesContent, typeName } from './hidden-content.ts'
import type { JsonLimits } from './json-codec-options.ts'
import { isNestedDeeper } from './json-nesting.ts'
import { MAX_BIGINT_DIGITS, TAG, type Tag } from './json-tags.ts'
import { isPlainNumber } from './plain-json.ts'
import { setOwn } from './plain-object.ts'
import { UnknownTaggedValue } from './unknown-tagged-value.ts'
import { type PathStep, valuePath } from './value-path.ts'

const BIGINT_END = 10n ** BigInt(MAX_BIGINT_DIGITS)
const DATA_ONLY = 'Store data only: plain values, arrays, objects, Date, Map, Set, bytes.'

/** Turns one value into a tree of plain JSON values, or refuses it. For one use. */
export class TreeWriter {
  readonly #attribute: string
  readonly #limits: JsonLimits
  readonly #ancestors: object[] = []
  // Left as it is when something throws: that is where.
  readonly #path: PathStep[] = []
  #charactersLeft: number

  constructor(limits: JsonLimits, attribute: string) {
    this.#limits = limits
    this.#attribute = attribute
    this.#charactersLeft = limits.maxLength
  }

  /** @throws AttributeNotStorableError, and nothing else. */
  write(value: unknown): unknown {
    try {
      return this.#write(value, 1)
    } catch (error) {
      if (error instanceof AttributeNotStorableError) throw error
      throw this.#refusal('an object whose getter or toJSON() throws', DATA_ONLY)
    }
  }

  /** `depth` is the level that a bracket opened by this value would have. */
  #write(value: unknown, depth: number, mayBeReplaced = true): unknown {
    this.#charge(typeof value === 'string' ? value.length + 1 : 1)
    switch (typeof value) {
      case 'string':
      case 'boolean':
        return value
      case 'number':
        if (isPlainNumber(value)) return value
        return this.#tagged(TAG.number, value === 0 ? '-0' : String(value), depth)
      case 'bigint':
        if (value < BIGINT_END && value > -BIGINT_END) {
          return this.#tagged(TAG.bigint, String(value), depth)
        }
        throw this.#refusal(`a BigInt of more than ${MAX_BIGINT_DIGITS} digits`, 'Store bytes.')
      case 'undefined':
        return this.#tagged(TAG.undefined, true, depth)
      case 'object':
        return value === null ? null : this.#writeObject(value, depth, mayBeReplaced)
      default:
        throw this.#refusal(`a ${typeof value}`, DATA_ONLY)
    }
  }

  #writeObject(value: object, depth: number, mayBeReplaced: boolean): unknown {
    if (types.isDate(value)) {
      const isValid = !Number.isNaN(value.getTime())
      return this.#tagged(TAG.date, isValid ? value.toISOString() : null, depth)
    }
    if (types.isUint8Array(value)) {
      this.#charge(value.byteLength)
      const { buffer, byteOffset, byteLength } = value
      const bytes = Buffer.from(buffer, byteOffset, byteLength)
      return this.#tagged(TAG.bytes, bytes.toString('base64'), depth)
    }
    if (value instanceof UnknownTaggedValue) return this.#writeUnknown(value, depth)
    const { toJSON } = value as { toJSON?: unknown }
    if (mayBeReplaced && typeof toJSON === 'function') {
      // Once, as JSON.stringify does: toJSON() may well return the object itself.
      const replaced: unknown = toJSON.call(value, String(this.#path.at(-1) ?? ''))
      return this.#write(replaced, depth, false)
    }
    if (this.#ancestors.includes(value)) {
      throw this.#refusal('a reference to an object around it', 'A cycle has no end in JSON.')
    }
    this.#ancestors.push(value)
    const tree = this.#writeContent(value, depth)
    this.#ancestors.pop()
    return tree
  }

  #writeContent(value: object, depth: number): unknown {
    if (types.isMap(value)) {
      const pairs = Array.from(value, ([key, element]) => ({ key, value: element }))
      return this.#tagged(TAG.map, this.#writePairs(pairs, depth + 1), depth)
    }
    if (types.isSet(value)) {
      return this.#tagged(TAG.set, this.#writeElements([...value], depth + 1), depth)
    }
    if (Array.isArray(value)) return this.#writeElements(value, depth)
    if (hidesContent(value)) {
      const remedy = 'JSON does not see what is in it: store plain data, or give it a toJSON().'
      throw this.#refusal(`an object of type '${typeName(value)}'`, remedy)
    }
    return this.#writeProperties(value, depth)
  }

  #writePairs(pairs: readonly { key: unknown; value: unknown }[], depth: number): unknown[] {
    this.#open(depth)
    return pairs.map((pair, index) => {
      this.#open(depth + 1)
      this.#path.push(index)
      const key = this.#member(pair, 'key', depth + 2)
      const value = this.#member(pair, 'value', depth + 2)
      this.#path.pop()
      return [key, value]
    })
  }

  #writeElements(value: readonly unknown[], depth: number): unknown[] {
    this.#open(depth)
    const elements: unknown[] = []
    // By index: a hole becomes undefined, and the length stays.
    for (let i = 0; i < value.length; i++) elements.push(this.#member(value, i, depth + 1))
    return elements
  }

  #writeProperties(value: object, depth: number): Record<string, unknown> {
    this.#open(depth)
    const tree: Record<string, unknown> = {}
    const keys = Object.keys(value)
    const looksTagged = keys.length === 1 && keys[0]!.startsWith('$')
    for (const key of keys) {
      this.#charge(key.length)
      setOwn(tree, looksTagged ? `$${key}` : key, this.#member(value, key, depth + 1))
    }
    return tree
  }

  #writeUnknown({ tag, json }: UnknownTaggedValue, depth: number): unknown {
    this.#charge(json.length)
    this.#open(depth)
    const content: unknown = JSON.parse(json)
    if (isNestedDeeper(content, this.#limits.maxDepth - depth)) throw this.#tooDeep()
    return { [tag]: content }
  }

  #tagged(tag: Tag, content: unknown, depth: number): unknown {
    this.#open(depth)
    return { [tag]: content }
  }

  #member(holder: object, step: PathStep, depth: number): unknown {
    this.#path.push(step)
    const tree = this.#write((holder as Record<PathStep, unknown>)[step], depth)
    this.#path.pop()
    return tree
  }

  #open(depth: number): void {
    if (depth > this.#limits.maxDepth) throw this.#tooDeep()
  }

  #charge(characters: number): void {
    this.#charactersLeft -= characters
    if (this.#charactersLeft < 0) throw tooLong(this.#attribute, this.#limits.maxLength)
  }

  #tooDeep(): AttributeNotStorableError {
    const { maxDepth } = this.#limits
    const remedy = 'Store it flatter, or raise maxDepth of jsonCodec().'
    return this.#refusal(`a value nested more than ${maxDepth} levels deep`, remedy)
  }

  #refusal(what: string, remedy: string): AttributeNotStorableError {
    const path = valuePath(this.#path)
    const where = path === '' ? `it is ${what}` : `it holds ${what} at '${path}'`
    return new AttributeNotStorableError(this.#attribute, `${where}. ${remedy}`)
  }
}

export function tooLong(attribute: string, maxLength: number): AttributeNotStorableError {
  return new AttributeNotStorableError(
    attribute,
    `it takes more than ${maxLength} characters. Store less, or raise maxLength of jsonCodec().`,
  )
}
