import { jsonCodecDefaults } from './json-codec-options.ts'

export interface JacksonCodecOptions {
  /**
   * How many levels of brackets the stored text of one attribute may have, 1 to 1000. An object adds
   * one, an array or a Set two, a Date one. Java's own limit is 1000, from Spring Session 4 on 500.
   * @default 64
   */
  maxDepth?: number
  /**
   * How many characters (UTF-16 code units) the stored text of one attribute may have, 1 to 2^28.
   * @default 1_048_576
   */
  maxLength?: number
}

export const jacksonCodecDefaults: Readonly<Required<JacksonCodecOptions>> = jsonCodecDefaults
