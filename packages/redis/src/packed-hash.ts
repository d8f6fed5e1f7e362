import type { AttributeCodec, EncodedValue } from '@session/core'
import type { EncodedAttributes, SessionRecord } from '@session/core/store'
import { asBuffer } from './client/as-buffer.ts'
import type { RedisReply } from './client/redis-client.ts'
import { ATTRIBUTE, type FlatHash, numberOf, sessionRecord } from './hash.ts'
import { placesOfWords } from './packed-words.ts'

/** After so many searches it is cheaper to know where each attribute lies. */
const SEARCHES = 8

/**
 * A hash as `PACKING` answers with it: names and values in turn, in one text. A list of many would cost
 * a client more than anything else about a read, and of most sessions a request looks at few attributes:
 * they are cut out when they are asked for.
 */
export class PackedHash implements EncodedAttributes {
  readonly #words: Buffer
  /** See `placesOfWords`. */
  readonly #places: Uint32Array
  readonly #form: AttributeCodec['form']
  #searches = 0
  #named: Map<string, number> | undefined

  /** @param reply of a client that was asked for bytes */
  constructor(reply: RedisReply, form: AttributeCodec['form']) {
    this.#words = asBuffer(reply as Uint8Array) as Buffer
    this.#places = placesOfWords(this.#words)
    this.#form = form
  }

  /** `undefined` when one of the three numbers is missing or unreadable: then it is no session. */
  record(id: string): SessionRecord | undefined {
    const creationTime = this.#number('creationTime')
    const lastAccessedTime = this.#number('lastAccessedTime')
    const maxInactiveInterval = this.#number('maxInactiveInterval')
    return sessionRecord(id, { creationTime, lastAccessedTime, maxInactiveInterval }, this)
  }

  get(name: string): EncodedValue | undefined {
    if (this.#named === undefined && this.#searches++ >= SEARCHES) this.#named = this.#allNamed()
    const word = this.#named ? this.#named.get(name) : this.#search(ATTRIBUTE + name)
    return word === undefined || this.#isEmpty(word) ? undefined : this.#value(word)
  }

  names(): Iterable<string> {
    this.#named ??= this.#allNamed()
    return this.#named.keys()
  }

  /** As others give it, for what is no session. */
  flat(): FlatHash {
    return Array.from({ length: this.#places.length / 2 }, (_, word) => this.#value(word))
  }

  /** Which word is the value of this name? */
  #search(name: string): number | undefined {
    const wanted = Buffer.from(name)
    const { length } = wanted
    const places = this.#places
    for (let i = 0; i < places.length; i += 4) {
      const start = places[i] as number
      const end = places[i + 1] as number
      // Names that are equally long mostly differ at their end.
      const isLike = end - start === length && this.#words[end - 1] === wanted[length - 1]
      if (isLike && this.#words.compare(wanted, 0, length, start, end) === 0) return i / 2 + 1
    }
    return undefined
  }

  #allNamed(): Map<string, number> {
    const named = new Map<string, number>()
    for (let word = 0; 2 * word < this.#places.length; word += 2) {
      const name = this.#text(word)
      if (name.startsWith(ATTRIBUTE) && !this.#isEmpty(word + 1)) {
        named.set(name.slice(ATTRIBUTE.length), word + 1)
      }
    }
    return named
  }

  #number(name: string): number {
    const word = this.#search(name)
    return word === undefined ? Number.NaN : numberOf(this.#text(word))
  }

  /** Java writes a removed attribute as no bytes at all. */
  #isEmpty(word: number): boolean {
    return this.#places[2 * word] === this.#places[2 * word + 1]
  }

  #value(word: number): EncodedValue {
    return this.#form === 'text' ? this.#text(word) : this.#bytes(word)
  }

  #text(word: number): string {
    return this.#words.toString('utf8', this.#places[2 * word], this.#places[2 * word + 1])
  }

  #bytes(word: number): Uint8Array {
    return this.#words.subarray(this.#places[2 * word], this.#places[2 * word + 1])
  }
}
