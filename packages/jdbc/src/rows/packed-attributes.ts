import type { AttributeCodec, EncodedValue } from '@session/core'
import type { EncodedAttributes } from '@session/core/store'
import type { Row } from '../database/database.ts'
import { bytesOf, encodedValueOf } from './row-value.ts'

/** A row that holds a whole session: all values one behind the other, with their names and lengths. */
export const isPacked = ({ names }: Row): boolean => names !== undefined

/** The attributes of such a row. Values stay where they are until they are asked for. */
export class PackedAttributes implements EncodedAttributes {
  readonly #row: Row
  readonly #form: AttributeCodec['form']
  #places: ReadonlyMap<string, Place> | undefined

  constructor(row: Row, form: AttributeCodec['form']) {
    this.#row = row
    this.#form = form
  }

  get(name: string): EncodedValue | undefined {
    const place = this.#find().get(name)
    if (place === undefined) return undefined
    const { text, bytes } = this.#row
    const value =
      typeof text === 'string' ? text.slice(...place) : bytesOf(bytes)?.subarray(...place)
    return encodedValueOf(value, this.#form)
  }

  names(): Iterable<string> {
    return this.#find().keys()
  }

  #find(): ReadonlyMap<string, Place> {
    this.#places ??= placesOf(this.#row)
    return this.#places
  }
}

type Place = readonly [start: number, end: number]

function placesOf({ names, lengths, text }: Row): ReadonlyMap<string, Place> {
  const places = new Map<string, Place>()
  if (typeof names !== 'string' || typeof lengths !== 'string') return places
  const sizes = JSON.parse(lengths) as readonly number[]
  const endOf = typeof text === 'string' ? endInText(text, sizes) : plus
  let start = 0
  for (const [i, name] of (JSON.parse(names) as readonly string[]).entries()) {
    const end = endOf(start, sizes[i] ?? 0)
    places.set(name, [start, end])
    start = end
  }
  return places
}

/** Databases count characters, JavaScript those beyond U+FFFF twice. */
const endInText = (text: string, sizes: readonly number[]): typeof plus =>
  sizes.reduce(plus, 0) === text.length
    ? plus
    : (start, characters) => {
        let end = start
        for (let n = 0; n < characters; n++) end += (text.codePointAt(end) ?? 0) > 0xffff ? 2 : 1
        return end
      }

const plus = (start: number, size: number): number => start + size
