import type { RedisClient, RedisReply } from '../client/redis-client.ts'
import { textOf } from '../hash.ts'

const OPTION = 'notify-keyspace-events'

/** Lets Redis tell of keys that are deleted or expire. A user who may not configure it goes without. */
export async function turnOnNotifications(client: RedisClient): Promise<void> {
  try {
    const present = settingIn(await client.command('text', 'CONFIG', 'GET', OPTION))
    const wanted = withEnds(present)
    if (wanted !== present) await client.command('text', 'CONFIG', 'SET', OPTION, wanted)
  } catch {
    // Events do not depend on it.
  }
}

/** What is set stays: other applications may need it. `A` stands for `g`, `x` and others. */
export function withEnds(present: string): string {
  const needed = present.includes('A') ? ['E'] : ['g', 'x', 'E']
  return present + needed.filter((letter) => !present.includes(letter)).join('')
}

/** RESP2 answers a list, RESP3 a map, which clients give flat or as an object. */
const settingIn = (reply: RedisReply): string =>
  textOf(
    Array.isArray(reply) ? reply[1] : (Object.values(reply ?? {})[0] as RedisReply | undefined),
  )
