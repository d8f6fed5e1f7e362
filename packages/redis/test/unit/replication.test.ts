import { InvalidOptionError, StoreUnavailableError } from '@session/core'
import { expect, test } from 'vitest'
import type { RedisClient } from '../../src/client/redis-client.ts'
import { redisScript } from '../../src/client/redis-script.ts'
import { Replication, requireReplicas, type WaitForReplicas } from '../../src/replication.ts'

test.each([
  { count: 0, timeout: '1s' },
  { count: 1.5, timeout: '1s' },
  { count: 1, timeout: '0s' },
  { count: 1, timeout: 500 },
  {},
])('%j is no way to wait', (option) => {
  expect(() => new Replication(option as WaitForReplicas)).toThrow(InvalidOptionError)
})

test('the connection that wrote waits, for as many and as long as was asked', async () => {
  const asked: unknown[] = []
  const client = (replicas: number) =>
    ({
      run: async () => 'without waiting',
      runBefore: async (next: readonly string[]) => {
        asked.push(next)
        return ['done', replicas]
      },
    }) as unknown as RedisClient
  const script = redisScript('return 1')
  const replication = new Replication({ count: 2, timeout: '500ms' })
  const answers = await Promise.all(
    [1, 2, 3].map((replicas) => replication.run(client(replicas), script, 'text', [], [])),
  )
  expect(answers.map(({ isReplicated }) => isReplicated)).toEqual([false, true, true])
  expect(asked[0]).toEqual(['WAIT', '2', '500'])
  const none = await new Replication(undefined).run(client(0), script, 'text', [], [])
  expect(none).toEqual({ reply: 'without waiting', isReplicated: true })
})

test('what is on too few replicas is carried out, and an error says so', () => {
  expect(() => requireReplicas('remove', true)).not.toThrow()
  expect(() => requireReplicas('remove', false)).toThrow(
    new StoreUnavailableError('remove', 'applied', 'NOREPLICAS'),
  )
})
