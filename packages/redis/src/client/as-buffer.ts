import type { RedisArgument } from './redis-client.ts'

/** Clients know `Buffer`, not every `Uint8Array`. Nothing is copied. */
export const asBuffer = (argument: RedisArgument): string | Buffer =>
  typeof argument === 'string'
    ? argument
    : Buffer.from(argument.buffer, argument.byteOffset, argument.byteLength)
