import { execFileSync } from 'node:child_process'
import type { RedisAddress } from '../../../src/services/redis-connection.ts'
import { RedisConnection, type RedisReply } from '../../../src/services/redis-connection.ts'

/** The reply to one command, on a connection of its own. */
export const ask = async (
  address: RedisAddress,
  ...command: readonly string[]
): Promise<RedisReply> => {
  const connection = await RedisConnection.open(address)
  try {
    return await connection.send(...command)
  } finally {
    connection.close()
  }
}

/** One setting of a server. */
export const setting = async (address: RedisAddress, name: string): Promise<RedisReply> => {
  const [, value = null] = (await ask(address, 'CONFIG', 'GET', name)) as readonly RedisReply[]
  return value
}

/** The letter that `ps` has for a process: `T` when it is stopped; `undefined` when there is none. */
export const processState = (pid: number): string | undefined => {
  try {
    return execFileSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' })[0]
  } catch {
    return undefined
  }
}
