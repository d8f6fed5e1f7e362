import { AttributeNotDecodableError } from '../errors/attribute-not-decodable-error.ts'
import type { JsonLimits } from './json-codec-options.ts'
import { isNestedDeeper } from './json-nesting.ts'
import { MALFORMED, TAG_READERS } from './json-tags.ts'
import { isPlainObject, setOwn } from './plain-object.ts'
import { UnknownTaggedValue } from './unknown-tagged-value.ts'

/** Turns a tree of JSON values back into the value, in new objects. For one use. */
export class TreeReader {
  readonly #attribute: string
  readonly #limits: JsonLimits
  #charactersLeft: number

  constructor(limits: JsonLimits, attribute: string) {
    this.#limits = limits
    this.#attribute = attribute
    this.#charactersLeft = limits.maxLength
  }

  /** @throws AttributeNotDecodableError, and nothing else. */
  read(tree: unknown): unknown {
    try {
      return this.#read(tree, 1)
    } catch (error) {
      if (error instanceof AttributeNotDecodableError) throw error
      throw this.#failure('it is not a tree of JSON values.')
    }
  }

  #read(node: unknown, depth: number): unknown {
    this.#charge(typeof node === 'string' ? node.length + 1 : 1)
    if (typeof node !== 'object' || node === null) return node
    if (Array.isArray(node)) {
      this.#open(depth)
      return node.map((element) => this.#read(element, depth + 1))
    }
    // A database driver's own type (a date, a decimal), which another program stored.
    if (!isPlainObject(node)) return node
    this.#open(depth)
    const keys = Object.keys(node)
    const tag = keys.length === 1 ? keys[0]! : ''
    if (tag.startsWith('$$')) return { [tag.slice(1)]: this.#read(node[tag], depth + 1) }
    if (tag.startsWith('$')) return this.#readTagged(tag, node[tag], depth)
    const object: Record<string, unknown> = {}
    for (const key of keys) {
      this.#charge(key.length)
      setOwn(object, key, this.#read(node[key], depth + 1))
    }
    return object
  }

  #readTagged(tag: string, content: unknown, depth: number): unknown {
    const readTag = TAG_READERS.get(tag)
    if (readTag === undefined) return this.#readUnknown(tag, content, depth)
    const value = readTag(content, (node, levels) => this.#read(node, depth + 1 + levels))
    if (value === MALFORMED) throw this.#failure(`the content of a '${tag}' is malformed.`)
    return value
  }

  #readUnknown(tag: string, content: unknown, depth: number): UnknownTaggedValue {
    if (isNestedDeeper(content, this.#limits.maxDepth - depth)) throw this.#tooDeep()
    return new UnknownTaggedValue(tag, JSON.stringify(content))
  }

  #open(depth: number): void {
    if (depth > this.#limits.maxDepth) throw this.#tooDeep()
  }

  #charge(characters: number): void {
    this.#charactersLeft -= characters
    if (this.#charactersLeft < 0) {
      throw this.#failure(`it is longer than ${this.#limits.maxLength} characters (maxLength).`)
    }
  }

  #tooDeep(): AttributeNotDecodableError {
    return this.#failure(`it is nested more than ${this.#limits.maxDepth} levels deep (maxDepth).`)
  }

  #failure(reason: string): AttributeNotDecodableError {
    return new AttributeNotDecodableError(this.#attribute, reason)
  }
}
