import fc from 'fast-check'

/** Names that harm code which assigns, copies or looks up without care, or that mean something to Jackson. */
const NAMES = [
  '__proto__',
  'constructor',
  'toString',
  'length',
  '0',
  '',
  '@Class',
  '@type',
  '$date',
]

const CLASSES = [
  'java.util.ArrayList',
  'java.util.HashSet',
  'java.util.Collections$UnmodifiableSet',
  'java.util.Collections$UnmodifiableRandomAccessList',
  'java.util.LinkedHashMap',
  'java.util.EnumSet<app.Color>',
  'java.util.Date',
  'java.time.Instant',
  'java.lang.Long',
  'java.lang.Integer',
  'java.lang.Double',
  'java.math.BigInteger',
  'java.math.BigDecimal',
  'java.util.UUID',
  '[B',
  '[I',
  '[Lapp.Cart;',
  'app.Cart',
  'app.Cart$Item',
  'com.example.Missing',
  '__proto__',
  'constructor',
  'example.com',
  'Cart',
  '',
]

const LITERALS = [
  ...['null', 'true', 'false', '0', '-0', '-1', '42', '3.0', '-0.0', '1e3', '1E-7', '0.1'],
  ...['9007199254740991', '9007199254740993', '-12345678901234567890', '1e400', '12.50'],
  ...['1700000000123', '1700000000.123456789', '1'.repeat(1001), '8640000000000001'],
  ...['"NaN"', '"12.50"', '"AQI="', '"AQI"', '"2023-11-14T22:13:20.123456789Z"', '"tomorrow"'],
]

/** Any UTF-16, so lone surrogates as well. */
const text = fc
  .array(fc.oneof(fc.integer({ min: 32, max: 126 }), fc.integer({ min: 0, max: 0xffff })), {
    maxLength: 12,
  })
  .map((units) => String.fromCharCode(...units))

const name = fc.oneof(fc.constantFrom(...NAMES), text).filter((it) => it !== '@class')

/** Values of every type that the codec keeps, nested in each other. */
export const storableValue: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(null, true, false, 0, -0, 2 ** 53, -(2 ** 60), 1e21, 1e300, 5e-324),
    fc.constantFrom(...CLASSES),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.maxSafeInteger(),
    text,
    fc.bigInt({ min: 2n ** 53n, max: 10n ** 40n }).chain((it) => fc.constantFrom(it, -it)),
    fc.date({ noInvalidDate: true }),
    fc.array(tie('value'), { maxLength: 4 }),
    fc
      .array(fc.tuple(name, tie('value')), { maxLength: 4 })
      .map((entries) => Object.fromEntries(entries)),
    fc.array(tie('value'), { maxLength: 3 }).map((it) => new Set(it)),
  ),
})).value

const quoted = (it: string): string => JSON.stringify(it)
const className = fc.constantFrom(...CLASSES)

/** What somebody may have put into the store: JSON text, with Java's types on and around anything. */
export const hostileText: fc.Arbitrary<string> = fc.letrec<{ value: string; member: string }>(
  (tie) => ({
    value: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.constantFrom(...LITERALS),
      text.map(quoted),
      className.map(quoted),
      fc.tuple(className, tie('value')).map(([type, value]) => `[${quoted(type)},${value}]`),
      fc.array(tie('value'), { maxLength: 4 }).map((all) => `[ ${all.join(',')}]`),
      fc.array(tie('member'), { maxLength: 4 }).map((all) => `{${all.join(', ')}}`),
      fc
        .tuple(className, fc.array(tie('member'), { maxLength: 4 }))
        .map(([type, all]) => `{${[`"@class":${quoted(type)}`, ...all].join(',')}}`),
    ),
    member: fc.oneof(
      fc.tuple(name, tie('value')).map(([key, value]) => `${quoted(key)} : ${value}`),
      tie('value').map((value) => `"@class":${value}`),
    ),
  }),
).value
