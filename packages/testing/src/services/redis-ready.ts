import { setTimeout as delay } from 'node:timers/promises'
import { type RedisAddress, RedisConnection, type RedisReply } from './redis-connection.ts'

/** Rejects while a server is not as it should be, with an error that says what is wrong. */
export type RedisCheck = (
  ask: (...command: readonly string[]) => Promise<RedisReply>,
) => Promise<void>

const patience = 30_000

/**
 * Waits until a server on 127.0.0.1 answers as `check` wants it. Rejects after 30 s, with what was
 * still wrong then.
 */
export const redisReady = async (address: RedisAddress, check: RedisCheck): Promise<void> => {
  const deadline = Date.now() + patience
  for (;;) {
    try {
      return await attempt(address, check)
    } catch (error) {
      if (Date.now() > deadline)
        throw new Error(
          `The server on port ${address.port} did not become ready in ${patience} ms.`,
          {
            cause: error,
          },
        )
      await delay(20)
    }
  }
}

const attempt = async (address: RedisAddress, check: RedisCheck): Promise<void> => {
  const connection = await RedisConnection.open(address)
  try {
    await check((...command) => connection.send(...command))
  } finally {
    connection.close()
  }
}
