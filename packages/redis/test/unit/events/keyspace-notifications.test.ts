import { describe, expect, test } from 'vitest'
import type { RedisClient, RedisReply } from '../../../src/client/redis-client.ts'
import { turnOnNotifications, withEnds } from '../../../src/events/keyspace-notifications.ts'

test.each([
  ['', 'gxE'],
  ['KA', 'KAE'],
  ['AKE', 'AKE'],
  ['lK', 'lKgxE'],
  ['xE', 'xEg'],
])('%j and what is missing is %j', (present, wanted) => {
  expect(withEnds(present)).toBe(wanted)
})

describe('the configuration', () => {
  const NAME = 'notify-keyspace-events'

  function serverSaying(reply: RedisReply | Error) {
    const set: unknown[] = []
    const client = {
      command: async (_form: string, ...[, action, , value]: string[]) => {
        if (reply instanceof Error) throw reply
        if (action === 'SET') set.push(value)
        return reply
      },
    } as unknown as RedisClient
    return { client, set }
  }

  test.each([
    ['a list', [NAME, 'K']],
    ['an object', { [NAME]: 'K' } as unknown as RedisReply],
  ])('comes as %s, and is completed', async (_shape, reply) => {
    const { client, set } = serverSaying(reply)
    await turnOnNotifications(client)
    expect(set).toEqual(['KgxE'])
  })

  test('is not written when nothing is missing', async () => {
    const { client, set } = serverSaying([NAME, 'gxE'])
    await turnOnNotifications(client)
    expect(set).toEqual([])
  })

  test('that may not be read is left alone, without a word', async () => {
    const { client, set } = serverSaying(new Error("NOPERM this user may not run 'config|get'"))
    await expect(turnOnNotifications(client)).resolves.toBeUndefined()
    expect(set).toEqual([])
  })
})
