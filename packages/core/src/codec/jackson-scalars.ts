import { DATE, type ScalarForm } from './jackson-forms.ts'
import { type JacksonNode, NumberLiteral } from './jackson-parser.ts'
import { isPlainNumber } from './plain-json.ts'

/** Says that Java would not read this as the class that stands before it. */
export const MALFORMED: unique symbol = Symbol('malformed')

/** Jackson reads no number of more digits. */
export const MAX_DIGITS = 1000

const WHOLE = /^-?\d+$/
const DECIMAL = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/
const ISO_TIME = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?)(?:Z|([+-]\d\d):?(\d\d))$/

const SCALAR_READERS: ReadonlyMap<string, (content: JacksonNode) => unknown> = new Map([
  ['java.math.BigInteger', readBigInteger],
  ['java.math.BigDecimal', readBigDecimal],
  ['java.lang.Double', readDouble],
  ['java.lang.Float', readDouble],
  [DATE, readDate],
  ['java.sql.Timestamp', readDate],
  ['java.util.Calendar', readDate],
  ['java.util.GregorianCalendar', readDate],
  ['java.time.Instant', readInstant],
])

/** Bits of Java's whole numbers. By name in a Map, so that no inherited name is found. */
const BITS: ReadonlyMap<string, number> = new Map([
  ['java.lang.Byte', 8],
  ['java.lang.Short', 16],
  ['java.lang.Integer', 32],
  ['java.lang.Long', 64],
])

/** The value of a scalar that has the class before it, or `MALFORMED`. */
export function readScalar(type: string, content: JacksonNode): unknown {
  const read = SCALAR_READERS.get(type)
  if (read !== undefined) return content === null ? null : read(content)
  return content instanceof NumberLiteral ? readNumber(content) : content
}

/** A number as Java reads it: whole ones stay exact, as BigInt where a number is not enough. */
export function readNumber(literal: NumberLiteral): unknown {
  const number = Number(literal.source)
  if (!literal.isWhole) return number
  // Java's whole numbers know no -0.
  if (Number.isSafeInteger(number)) return number + 0
  return readBigInteger(literal)
}

/** A scalar node as JSON text. */
export function scalarText(node: JacksonNode): string {
  return node instanceof NumberLiteral ? node.source : JSON.stringify(node)
}

/** A number as every Java peer reads it: whole and safe ones as Integer or Long, others as Double. */
export function numberText(value: number): string {
  if (Object.is(value, -0)) return '-0.0'
  // Digits alone would be read as Long, here as BigInt; an exponent does not outlive a JSONB column.
  return Number.isInteger(value) && !Number.isSafeInteger(value)
    ? `${BigInt(value)}.0`
    : String(value)
}

/** The value in the form of what stood in its place, if it fits: a Long stays one, a Double too. */
export function textLike(stood: ScalarForm, value: unknown): string | undefined {
  if (Object.is(value, stood.value)) return stood.text
  if (typeof value !== typeof stood.value) return undefined
  const text = textAs(stood.type, value)
  if (text === undefined || stood.type === undefined) return text
  return typedText(stood.type, text)
}

/** `["java.lang.Long",42]` */
export function typedText(type: string, text: string): string {
  return `[${JSON.stringify(type)},${text}]`
}

function textAs(type: string | undefined, value: unknown): string | undefined {
  if (typeof value === 'number') return isPlainNumber(value) ? numberAs(type, value) : undefined
  if (typeof value === 'bigint') return bigintAs(type, value)
  if (typeof value === 'boolean') return String(value)
  if (typeof value !== 'string') return undefined
  if (type !== 'java.math.BigDecimal') return JSON.stringify(value)
  return DECIMAL.test(value) && value.length <= MAX_DIGITS ? JSON.stringify(value) : undefined
}

function numberAs(type: string | undefined, value: number): string | undefined {
  const isDouble = type === undefined || type === 'java.lang.Double' || type === 'java.lang.Float'
  if (isDouble) return Number.isSafeInteger(value) ? `${value}.0` : numberText(value)
  return Number.isSafeInteger(value) && fits(type, BigInt(value)) ? String(value) : undefined
}

function bigintAs(type: string | undefined, value: bigint): string | undefined {
  if (type === 'java.math.BigInteger') {
    const digits = String(value)
    return digits.length <= MAX_DIGITS ? digits : undefined
  }
  return type !== undefined && BITS.has(type) && fits(type, value) ? String(value) : undefined
}

function fits(type: string, value: bigint): boolean {
  const bits = BITS.get(type)
  return bits === undefined || BigInt.asIntN(bits, value) === value
}

function readBigInteger(content: JacksonNode): unknown {
  const digits = content instanceof NumberLiteral ? content.source : String(content)
  const isLegible = WHOLE.test(digits) && digits.length <= MAX_DIGITS + Number(digits[0] === '-')
  return isLegible ? BigInt(digits) : MALFORMED
}

function readBigDecimal(content: JacksonNode): unknown {
  const digits = content instanceof NumberLiteral ? content.source : String(content)
  return DECIMAL.test(digits) ? digits : MALFORMED
}

function readDouble(content: JacksonNode): unknown {
  if (content instanceof NumberLiteral) return Number(content.source)
  if (typeof content === 'number') return content
  return typeof content === 'string' && /^(?:NaN|-?Infinity)$/.test(content)
    ? Number(content)
    : MALFORMED
}

function readDate(content: JacksonNode): unknown {
  return dateOf(typeof content === 'string' ? parseTime(content) : content)
}

/** Jackson writes an Instant as text, or as seconds with nine decimals. */
function readInstant(content: JacksonNode): unknown {
  if (typeof content === 'string') return dateOf(parseTime(content))
  const seconds = content instanceof NumberLiteral ? Number(content.source) : content
  // Over microseconds: 1700000000.123 * 1000 may well be a little less than it should.
  return typeof seconds === 'number'
    ? dateOf(Math.floor(Math.round(seconds * 1e6) / 1e3))
    : MALFORMED
}

function parseTime(text: string): number {
  const [, local, hours, minutes] = ISO_TIME.exec(text) ?? []
  return Date.parse(`${local}${hours === undefined ? 'Z' : `${hours}:${minutes}`}`)
}

function dateOf(time: unknown): unknown {
  const date = new Date(typeof time === 'number' ? time : Number.NaN)
  return Number.isNaN(date.getTime()) ? MALFORMED : date
}
