import { AttributeNotDecodableError } from '../errors/attribute-not-decodable-error.ts'
import type { JsonLimits } from './json-codec-options.ts'
import { MALFORMED, TAG_READERS } from './json-tags.ts'
import { isPlainObject, setOwn } from './plain-object.ts'
import { UnknownTaggedValue } from './unknown-tagged-value.ts'

/** Turns a tree, which is known not to be too deep, back into the value. For one use. */
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
      return this.#read(tree)
    } catch (error) {
      if (error instanceof AttributeNotDecodableError) throw error
      throw this.#failure('it is not a tree of JSON values.')
    }
  }

  // A field, so that it can be handed to the readers of tags as it is.
  readonly #read = (node: unknown): unknown => {
    this.#charge(typeof node === 'string' ? node.length + 1 : 1)
    if (typeof node !== 'object' || node === null) return node
    if (Array.isArray(node)) return node.map(this.#read)
    // A database driver's own type (a date, a decimal), which another program stored.
    if (!isPlainObject(node)) return node
    const keys = Object.keys(node)
    const tag = keys.length === 1 ? keys[0]! : ''
    if (tag.startsWith('$$')) return { [tag.slice(1)]: this.#read(node[tag]) }
    if (tag.startsWith('$')) return this.#readTagged(tag, node[tag])
    const object: Record<string, unknown> = {}
    for (const key of keys) {
      this.#charge(key.length)
      setOwn(object, key, this.#read(node[key]))
    }
    return object
  }

  #readTagged(tag: string, content: unknown): unknown {
    const readTag = TAG_READERS.get(tag)
    if (readTag === undefined) return new UnknownTaggedValue(tag, JSON.stringify(content))
    const value = readTag(content, this.#read)
    if (value === MALFORMED) throw this.#failure(`the content of a '${tag}' is malformed.`)
    return value
  }

  #charge(characters: number): void {
    this.#charactersLeft -= characters
    if (this.#charactersLeft < 0) {
      throw this.#failure(`it is longer than ${this.#limits.maxLength} characters (maxLength).`)
    }
  }

  #failure(reason: string): AttributeNotDecodableError {
    return new AttributeNotDecodableError(this.#attribute, reason)
  }
}
