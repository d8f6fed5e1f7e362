import fc from 'fast-check'

/** Names that harm code which assigns, copies or looks up without care, and all that look like tags. */
const AWKWARD_NAMES = [
  '__proto__',
  'constructor',
  'prototype',
  'hasOwnProperty',
  'toString',
  'valueOf',
  'length',
  '0',
  '',
  '$',
  '$$',
  '$date',
  '$$date',
  '$map',
  '$set',
  '$bigint',
  '$bytes',
  '$undefined',
  '$number',
  '$__proto__',
  '$constructor',
  '$of-tomorrow',
]

/** Any UTF-16, so lone surrogates as well. */
const text = fc
  .array(fc.oneof(fc.integer({ min: 32, max: 126 }), fc.integer({ min: 0, max: 0xffff })), {
    maxLength: 12,
  })
  .map((units) => String.fromCharCode(...units))

const name = fc.oneof(fc.constantFrom(...AWKWARD_NAMES), text)

const objectOf = (value: fc.Arbitrary<unknown>) =>
  fc.oneof(
    fc.array(fc.tuple(name, value), { maxLength: 4 }).map((entries) => Object.fromEntries(entries)),
    fc.tuple(name, value).map((entry) => Object.fromEntries([entry])),
  )

/** Values of every type that the codec keeps, nested in each other. */
export const storableValue: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(null, undefined, true, false, 0, -0, Number.NaN, Infinity, -Infinity),
    fc.double(),
    text,
    fc.bigInt(),
    fc.date({ noInvalidDate: true }),
    fc.uint8Array({ maxLength: 8 }),
    fc.array(tie('value'), { maxLength: 4 }),
    objectOf(tie('value')),
    fc.array(fc.tuple(tie('value'), tie('value')), { maxLength: 3 }).map((it) => new Map(it)),
    fc.array(tie('value'), { maxLength: 3 }).map((it) => new Set(it)),
  ),
})).value

/** What somebody may have put into the store: JSON, with tags around anything. */
export const hostileJson: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(null, true, false, 0, -1, 1e21),
    fc.constantFrom('NaN', '-0', '12', '007', '1e3', 'AQI=', 'AQI', '2020-01-01T00:00:00.000Z'),
    fc.constantFrom('2020-13-01T00:00:00.000Z', '2020', 'now', '__proto__'),
    text,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.array(fc.tuple(tie('value'), tie('value')), { maxLength: 3 }),
    objectOf(tie('value')),
  ),
})).value
