import { createHash } from 'node:crypto'
import type { RedisArgument } from './redis-client.ts'

/** A Lua script and the name under which the server keeps it. */
export interface RedisScript {
  readonly source: string
  readonly sha: string
}

export function redisScript(source: string): RedisScript {
  return { source, sha: createHash('sha1').update(source).digest('hex') }
}

/**
 * By its hash, and in full when the server does not know it: after a restart or a `SCRIPT FLUSH`
 * every script is unknown again, at any moment.
 */
export async function runScript<Reply>(
  send: (...args: RedisArgument[]) => Promise<Reply>,
  script: RedisScript,
  keys: readonly string[],
  args: readonly RedisArgument[],
): Promise<Reply> {
  const rest = [String(keys.length), ...keys, ...args]
  try {
    return await send('EVALSHA', script.sha, ...rest)
  } catch (error) {
    if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error
    return send('EVAL', script.source, ...rest)
  }
}
