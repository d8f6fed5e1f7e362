/** A tagged value is an object with one of these as its only key. */
export const TAG = {
  date: '$date',
  map: '$map',
  set: '$set',
  bigint: '$bigint',
  bytes: '$bytes',
  undefined: '$undefined',
  number: '$number',
} as const

export type Tag = (typeof TAG)[keyof typeof TAG]

/** Numbers that JSON cannot write. */
const TAGGED_NUMBERS: ReadonlyMap<unknown, number> = new Map([
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
  ['-0', -0],
])

/** Decimal digits of a BigInt: reading and writing them takes time by the square of their count. */
export const MAX_BIGINT_DIGITS = 10_000

/** Says that the content of a tag is not what our writer puts there. */
export const MALFORMED: unique symbol = Symbol('malformed')

type ReadNode = (node: unknown) => unknown

/** By name in a Map, so that a tag such as `$constructor` finds nothing. */
export const TAG_READERS: ReadonlyMap<string, (content: unknown, read: ReadNode) => unknown> =
  new Map([
    [TAG.date, readDate],
    [TAG.map, readMap],
    [TAG.set, readSet],
    [TAG.bigint, readBigInt],
    [TAG.bytes, readBytes],
    [TAG.undefined, (content: unknown) => (content === true ? undefined : MALFORMED)],
    [TAG.number, (content: unknown) => TAGGED_NUMBERS.get(content) ?? MALFORMED],
  ])

function readDate(content: unknown): unknown {
  if (content === null) return new Date(Number.NaN)
  if (typeof content !== 'string') return MALFORMED
  const date = new Date(content)
  // Anything but the one form that we write is left to its writer: Date.parse guesses.
  return !Number.isNaN(date.getTime()) && date.toISOString() === content ? date : MALFORMED
}

function readMap(content: unknown, read: ReadNode): unknown {
  if (!Array.isArray(content)) return MALFORMED
  const map = new Map<unknown, unknown>()
  for (const pair of content) {
    if (!Array.isArray(pair) || pair.length !== 2) return MALFORMED
    map.set(read(pair[0]), read(pair[1]))
  }
  return map
}

function readSet(content: unknown, read: ReadNode): unknown {
  if (!Array.isArray(content)) return MALFORMED
  return new Set(content.map(read))
}

function readBigInt(content: unknown): unknown {
  if (typeof content !== 'string' || content.length > MAX_BIGINT_DIGITS + 1) return MALFORMED
  return /^(?:0|-?[1-9]\d*)$/.test(content) ? BigInt(content) : MALFORMED
}

function readBytes(content: unknown): unknown {
  if (typeof content !== 'string') return MALFORMED
  const buffer = Buffer.from(content, 'base64')
  // Buffer skips what is not base64. The copy leaves Buffer's shared pool behind.
  return buffer.toString('base64') === content ? new Uint8Array(buffer) : MALFORMED
}
