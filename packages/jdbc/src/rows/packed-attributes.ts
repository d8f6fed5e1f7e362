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
  #places: Places | undefined

  constructor(values: PackedValues, form: AttributeCodec['form']) {
    this.#values = values
    this.#form = form
  }

  get(name: string): EncodedValue | undefined {
    const { content } = this.#values
    const { indexes, ends } = this.#find()
    const index = indexes.get(name)
    if (index === undefined) return undefined
    const [start, end] = [ends[index - 1] ?? 0, ends[index]]
    const value =
      typeof content === 'string' ? content.slice(start, end) : content.subarray(start, end)
    return encodedValueOf(value, this.#form)
  }

  names(): Iterable<string> {
    return this.#values.names
  }

  #find(): Places {
    this.#places ??= placesOf(this.#values)
    return this.#places
  }
}

interface Places {
  readonly indexes: ReadonlyMap<string, number>
  readonly ends: readonly number[]
}

function placesOf({ names, lengths, content }: PackedValues): Places {
  const indexes = new Map<string, number>()
  const endOf = typeof content === 'string' ? endInText(content, lengths) : plus
  let end = 0
  const ends = lengths.map((length, index) => {
    indexes.set(names[index] ?? '', index)
    end = endOf(end, length)
    return end
  })
  return { indexes, ends }
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
