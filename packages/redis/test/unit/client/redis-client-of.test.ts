import { InvalidOptionError, jsonCodec } from '@session/core'
import { createClient, createCluster } from 'redis'
import { expect, test } from 'vitest'
import { type AnyRedisClient, redisClientOf } from '../../../src/client/redis-client-of.ts'
import { RedisIndexedSessionRepository, RedisSessionRepository } from '../../../src/index.ts'

const ioredis = { call: async () => null, callBuffer: async () => null, options: {} }
const nodeRedis = { sendCommand: async () => null }

test.each([
  ['nothing', undefined],
  ['a URL', 'redis://localhost'],
  ['options', { host: 'localhost' }],
  ['an ioredis client with keyPrefix', { ...ioredis, options: { keyPrefix: 'shop:' } }],
  ['a client of node-redis with keyPrefix', createClient({ keyPrefix: 'shop:' })],
  ['a Cluster of node-redis with keyPrefix', createCluster({ rootNodes: [], keyPrefix: 'shop:' })],
])('%s is refused where the repository is made', (_what, client) => {
  expect(() => redisClientOf(client as unknown as AnyRedisClient)).toThrow(InvalidOptionError)
})

test.each([
  [ioredis, false],
  [nodeRedis, false],
  [{ ...ioredis, isCluster: true }, true],
  [{ ...nodeRedis, masters: [] }, true],
  [{ ...nodeRedis, execute: async () => null }, false],
  [{ ...nodeRedis, acquire: async () => null, _execute: async () => null, on: () => null }, false],
])('a client is known by what it can do', (client, isCluster) => {
  expect(redisClientOf(client as unknown as AnyRedisClient).isCluster).toBe(isCluster)
})

test.each(['0s', '29s', 5, '5 minutes'])('%j is no retention of events', (eventRetention) => {
  const client = ioredis as unknown as AnyRedisClient
  const options = { eventRetention: eventRetention as '5m' }
  expect(() => new RedisIndexedSessionRepository(client, options)).toThrow(InvalidOptionError)
})

test("a codec whose numbers are Java's own bytes is refused", () => {
  const client = ioredis as unknown as AnyRedisClient
  const codec = { ...jsonCodec(), numbers: 'jdk' } as const
  expect(() => new RedisSessionRepository(client, { codec })).toThrow(InvalidOptionError)
})
