import { types } from 'node:util'
import { hidesContent, typeName } from './hidden-content.ts'
import type { JsonLimits } from './json-codec-options.ts'
import { isNestedDeeper } from './json-nesting.ts'
import { MAX_BIGINT_DIGITS, TAG, type Tag } from './json-tags.ts'
import { isPlainNumber } from './plain-json.ts'
import { setOwn } from './plain-object.ts'
import { UnknownTaggedValue } from './unknown-tagged-value.ts'
import type { PathStep } from './value-path.ts'
import { WriteGuard } from './write-guard.ts'

const BIGINT_END = 10n ** BigInt(MAX_BIGINT_DIGITS)
const DATA_ONLY = 'Store data only: plain values, arrays, objects, Date, Map, Set, bytes.'

/** Turns one value into a tree of plain JSON values, or refuses it. For one use. */
export class TreeWriter {
  readonly #limits: JsonLimits
  readonly #guard: WriteGuard

  constructor(limits: JsonLimits, attribute: string) {
    this.#limits = limits
    this.#guard = new WriteGuard('jsonCodec', limits, attribute)
  }

  /** @throws AttributeNotStorableError, and nothing else. */
  write(value: unknown): unknown {
    return this.#guard.run(() => this.#write(value, 1), DATA_ONLY)
  }

  /** `depth` is the level that a bracket opened by this value would have. */
  #write(value: unknown, depth: number, mayBeReplaced = true): unknown {
    this.#guard.charge(typeof value === 'string' ? value.length + 1 : 1)
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
        throw this.#guard.refusal(
          `a BigInt of more than ${MAX_BIGINT_DIGITS} digits`,
          'Store bytes.',
        )
      case 'undefined':
        return this.#tagged(TAG.undefined, true, depth)
      case 'object':
        return value === null ? null : this.#writeObject(value, depth, mayBeReplaced)
      default:
        throw this.#guard.refusal(`a ${typeof value}`, DATA_ONLY)
    }
  }

  #writeObject(value: object, depth: number, mayBeReplaced: boolean): unknown {
    if (types.isDate(value)) {
      const isValid = !Number.isNaN(value.getTime())
      return this.#tagged(TAG.date, isValid ? value.toISOString() : null, depth)
    }
    if (types.isUint8Array(value)) {
      this.#guard.charge(value.byteLength)
      const { buffer, byteOffset, byteLength } = value
      const bytes = Buffer.from(buffer, byteOffset, byteLength)
      return this.#tagged(TAG.bytes, bytes.toString('base64'), depth)
    }
    if (value instanceof UnknownTaggedValue) return this.#writeUnknown(value, depth)
    const { toJSON } = value as { toJSON?: unknown }
    if (mayBeReplaced && typeof toJSON === 'function') {
      // Once, as JSON.stringify does: toJSON() may well return the object itself.
      const replaced: unknown = toJSON.call(value, this.#guard.step)
      return this.#write(replaced, depth, false)
    }
    this.#guard.embrace(value)
    const tree = this.#writeContent(value, depth)
    this.#guard.release()
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
      throw this.#guard.refusal(`an object of type '${typeName(value)}'`, remedy)
    }
    return this.#writeProperties(value, depth)
  }

  #writePairs(pairs: readonly { key: unknown; value: unknown }[], depth: number): unknown[] {
    this.#guard.open(depth)
    return pairs.map((pair, index) => {
      this.#guard.open(depth + 1)
      this.#guard.enter(index)
      const key = this.#member(pair, 'key', depth + 2)
      const value = this.#member(pair, 'value', depth + 2)
      this.#guard.leave()
      return [key, value]
    })
  }

  #writeElements(value: readonly unknown[], depth: number): unknown[] {
    this.#guard.open(depth)
    const elements: unknown[] = []
    // By index: a hole becomes undefined, and the length stays.
    for (let i = 0; i < value.length; i++) elements.push(this.#member(value, i, depth + 1))
    return elements
  }

  #writeProperties(value: object, depth: number): Record<string, unknown> {
    this.#guard.open(depth)
    const tree: Record<string, unknown> = {}
    const keys = Object.keys(value)
    const looksTagged = keys.length === 1 && keys[0]!.startsWith('$')
    for (const key of keys) {
      this.#guard.charge(key.length)
      setOwn(tree, looksTagged ? `$${key}` : key, this.#member(value, key, depth + 1))
    }
    return tree
  }

  #writeUnknown({ tag, json }: UnknownTaggedValue, depth: number): unknown {
    this.#guard.charge(json.length)
    this.#guard.open(depth)
    const content: unknown = JSON.parse(json)
    if (isNestedDeeper(content, this.#limits.maxDepth - depth)) throw this.#guard.tooDeep()
    return { [tag]: content }
  }

  #tagged(tag: Tag, content: unknown, depth: number): unknown {
    this.#guard.open(depth)
    return { [tag]: content }
  }

  #member(holder: object, step: PathStep, depth: number): unknown {
    this.#guard.enter(step)
    const tree = this.#write((holder as Record<PathStep, unknown>)[step], depth)
    this.#guard.leave()
    return tree
  }
}
