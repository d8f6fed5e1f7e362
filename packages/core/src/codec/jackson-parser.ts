import { AttributeNotDecodableError } from '../errors/attribute-not-decodable-error.ts'

/** A number as it was written, where a JavaScript number does not tell: `3.0`, `1e3`, digits beyond 2^53. */
export class NumberLiteral {
  readonly source: string

  constructor(source: string) {
    this.source = source
  }

  /** Java reads a literal with a point or an exponent as Double, any other as a whole number. */
  get isWhole(): boolean {
    return !/[.eE]/.test(this.source)
  }
}

/** JSON as it was written: objects as Map, numbers as `number` only if they are whole and safe. */
export type JacksonNode =
  | string
  | boolean
  | null
  | number
  | NumberLiteral
  | readonly JacksonNode[]
  | ReadonlyMap<string, JacksonNode>

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const BLANKS = /[ \t\n\r]*/y
const WORDS = [
  ['true', true],
  ['false', false],
  ['null', null],
] as const

/** Parses JSON. `JSON.parse` rounds 9007199254740993 and cannot tell 3.0 from 3. For one use. */
export class JacksonParser {
  readonly #text: string
  readonly #maxDepth: number
  readonly #attribute: string
  #at = 0

  constructor(text: string, maxDepth: number, attribute: string) {
    this.#text = text
    this.#maxDepth = maxDepth
    this.#attribute = attribute
  }

  /** @throws AttributeNotDecodableError, and nothing else. */
  parse(): JacksonNode {
    const node = this.#value(1)
    this.#skipBlanks()
    if (this.#at < this.#text.length) throw this.#notJson()
    return node
  }

  #value(depth: number): JacksonNode {
    this.#skipBlanks()
    switch (this.#text[this.#at]) {
      case '"':
        return this.#string()
      case '[':
        return this.#array(depth)
      case '{':
        return this.#object(depth)
      default:
        return this.#number() ?? this.#word()
    }
  }

  #array(depth: number): JacksonNode[] {
    this.#open(depth)
    const elements: JacksonNode[] = []
    if (this.#skip(']')) return elements
    do elements.push(this.#value(depth + 1))
    while (this.#skip(','))
    this.#expect(']')
    return elements
  }

  #object(depth: number): Map<string, JacksonNode> {
    this.#open(depth)
    const members = new Map<string, JacksonNode>()
    if (this.#skip('}')) return members
    do {
      this.#skipBlanks()
      const name = this.#string()
      this.#expect(':')
      members.set(name, this.#value(depth + 1))
    } while (this.#skip(','))
    this.#expect('}')
    return members
  }

  #string(): string {
    const start = this.#at
    if (this.#text[start] !== '"') throw this.#notJson()
    let end = start
    do end = this.#text.indexOf('"', end + 1)
    while (end > 0 && this.#isEscaped(end))
    if (end < 0) throw this.#notJson()
    this.#at = end + 1
    try {
      return JSON.parse(this.#text.slice(start, end + 1)) as string
    } catch {
      throw this.#notJson()
    }
  }

  #isEscaped(at: number): boolean {
    let backslashes = 0
    while (this.#text[at - backslashes - 1] === '\\') backslashes++
    return backslashes % 2 === 1
  }

  #number(): number | NumberLiteral | undefined {
    const source = this.#match(NUMBER)
    if (source === '') return undefined
    const number = Number(source)
    const isExact = Number.isSafeInteger(number) && String(number) === source
    return isExact ? number : new NumberLiteral(source)
  }

  #word(): boolean | null {
    const found = WORDS.find(([word]) => this.#text.startsWith(word, this.#at))
    if (found === undefined) throw this.#notJson()
    this.#at += found[0].length
    return found[1]
  }

  #open(depth: number): void {
    if (depth > this.#maxDepth) {
      const reason = `it is nested more than ${this.#maxDepth} levels deep (maxDepth).`
      throw new AttributeNotDecodableError(this.#attribute, reason)
    }
    this.#at++
  }

  #skip(sign: string): boolean {
    this.#skipBlanks()
    if (this.#text[this.#at] !== sign) return false
    this.#at++
    return true
  }

  #expect(sign: string): void {
    if (!this.#skip(sign)) throw this.#notJson()
  }

  #skipBlanks(): void {
    // Most texts have none: a look is cheaper than a match.
    if (this.#text.charCodeAt(this.#at) <= SPACE) this.#match(BLANKS)
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#at
    const found = pattern.exec(this.#text)?.[0] ?? ''
    this.#at += found.length
    return found
  }

  #notJson(): AttributeNotDecodableError {
    return new AttributeNotDecodableError(this.#attribute, 'it is not JSON.')
  }
}

const SPACE = 32
