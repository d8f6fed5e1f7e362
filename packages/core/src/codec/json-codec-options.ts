import { InvalidOptionError } from '../errors/invalid-option-error.ts'

export interface JsonCodecOptions {
  /**
   * How many levels of brackets the stored text of one attribute may have, 1 to 1000. An object in
   * an array is two levels; a Map adds three, a Set two.
   * @default 64
   */
  maxDepth?: number
  /**
   * How many characters (UTF-16 code units) the stored text of one attribute may have, 1 to 2^28.
   * Trees are held to it by an estimate that is never above the length of their text.
   * @default 1_048_576
   */
  maxLength?: number
}

export const jsonCodecDefaults = { maxDepth: 64, maxLength: 1_048_576 } as const

/** Options that were checked, with the defaults filled in. */
export type JsonLimits = Readonly<Required<JsonCodecOptions>>

/** Above these the limits would not protect: the stack and V8's longest string end first. */
const LARGEST: JsonLimits = { maxDepth: 1000, maxLength: 2 ** 28 }

/** `codec` is the function that takes the options, for messages. */
export function jsonLimits(codec: string, options: JsonCodecOptions): JsonLimits {
  if (typeof options !== 'object' || options === null) {
    throw new InvalidOptionError(codec, options, 'Pass an object of options.')
  }
  for (const option of Object.keys(options)) {
    if (!Object.hasOwn(jsonCodecDefaults, option)) {
      const known = Object.keys(jsonCodecDefaults).join(' and ')
      throw new InvalidOptionError(codec, option, `The options are ${known}.`)
    }
  }
  return {
    maxDepth: limit(codec, options, 'maxDepth'),
    maxLength: limit(codec, options, 'maxLength'),
  }
}

function limit(codec: string, options: JsonCodecOptions, option: keyof JsonLimits): number {
  const { [option]: value = jsonCodecDefaults[option] } = options
  if (Number.isInteger(value) && value >= 1 && value <= LARGEST[option]) return value
  const remedy = `Use a whole number from 1 to ${LARGEST[option]}.`
  throw new InvalidOptionError(`${codec}.${option}`, value, remedy)
}
