import type { AttributeCodec, EncodedValue } from '@session/core'
import type { EncodedAttributes } from '@session/core/store'
import { encodedValueOf } from './row-value.ts'

/** All values one behind the other, with their names and lengths in the same order. */
export interface PackedValues {
  readonly names: readonly string[]
  /** Of text in characters as databases count them, those beyond U+FFFF once. */
  readonly lengths: readonly number[]
  readonly content: string | Buffer
}

/** Values stay where they are until they are asked for: most are never read. */
export class PackedAttributes implements EncodedAttributes {
  readonly #values: PackedValues
  readonly #form: AttributeCodec['form']
  #places: ReadonlyMap<string, Place> | undefined

  constructor(values: PackedValues, form: AttributeCodec['form']) {
    this.#values = values
    this.#form = form
  }

  get(name: string): EncodedValue | undefined {
    const place = this.#find().get(name)
    if (place === undefined) return undefined
    const { content } = this.#values
    const value = typeof content === 'string' ? content.slice(...place) : content.subarray(...place)
    return encodedValueOf(value, this.#form)
  }

  names(): Iterable<string> {
    return this.#find().keys()
  }

  #find(): ReadonlyMap<string, Place> {
    this.#places ??= placesOf(this.#values)
    return this.#places
  }
}

type Place = readonly [start: number, end: number]

function placesOf({ names, lengths, content }: PackedValues): ReadonlyMap<string, Place> {
  const places = new Map<string, Place>()
  const endOf = typeof content === 'string' ? endInText(content, lengths) : plus
  let start = 0
  for (const [i, name] of names.entries()) {
    const end = endOf(start, lengths[i] ?? 0)
    places.set(name, [start, end])
    start = end
  }
  return places
}

/** JavaScript counts characters beyond U+FFFF twice. */
const endInText = (text: string, lengths: readonly number[]): typeof plus =>
  lengths.reduce(plus, 0) === text.length
    ? plus
    : (start, characters) => {
        let end = start
        for (let n = 0; n < characters; n++) end += (text.codePointAt(end) ?? 0) > 0xffff ? 2 : 1
        return end
      }

const plus = (start: number, size: number): number => start + size
