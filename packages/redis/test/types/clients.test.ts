import type { SessionEventSource, SessionRepository } from '@session/core'
import type {
  RedisIndexedRepositoryOptions,
  RedisIndexedSessionRepository,
  RedisSessionRepository,
} from '@session/redis'
import type { Cluster, Redis } from 'ioredis'
import type { Cluster as Cluster5, Redis as Redis5 } from 'ioredis5'
import type { createClient, createClientPool, createCluster, createSentinel } from 'redis'
import type {
  createClient as createClient5,
  createClientPool as createClientPool5,
  createCluster as createCluster5,
  createSentinel as createSentinel5,
} from 'redis5'
import { describe, expectTypeOf, test } from 'vitest'

type FirstOf<T extends abstract new (...args: never[]) => unknown> = ConstructorParameters<T>[0]
type Client = FirstOf<typeof RedisSessionRepository>

interface Attributes {
  theme: 'light' | 'dark'
}

describe('a client', () => {
  test('of ioredis and of node-redis, 5 and 6, is taken as it is', () => {
    expectTypeOf<Redis>().toExtend<Client>()
    expectTypeOf<Redis5>().toExtend<Client>()
    expectTypeOf<ReturnType<typeof createClient>>().toExtend<Client>()
    expectTypeOf<ReturnType<typeof createClient5>>().toExtend<Client>()
  })

  test('of a Cluster is taken, too', () => {
    expectTypeOf<Cluster>().toExtend<Client>()
    expectTypeOf<Cluster5>().toExtend<Client>()
    expectTypeOf<ReturnType<typeof createCluster>>().toExtend<Client>()
    expectTypeOf<ReturnType<typeof createCluster5>>().toExtend<Client>()
  })

  test('that lends connections is taken: of Sentinel, and a pool', () => {
    expectTypeOf<ReturnType<typeof createSentinel>>().toExtend<Client>()
    expectTypeOf<ReturnType<typeof createSentinel5>>().toExtend<Client>()
    expectTypeOf<ReturnType<typeof createClientPool>>().toExtend<Client>()
    expectTypeOf<ReturnType<typeof createClientPool5>>().toExtend<Client>()
  })

  test('that is something else is not', () => {
    expectTypeOf<string>().not.toExtend<Client>()
    expectTypeOf<{ host: string }>().not.toExtend<Client>()
  })
})

describe('the repositories', () => {
  test('carry the types of attributes', () => {
    type Simple = RedisSessionRepository<Attributes>
    expectTypeOf<Simple>().toExtend<SessionRepository<Attributes>>()
    expectTypeOf<ReturnType<Simple['createSession']>['attributes']['theme']>().toEqualTypeOf<
      'light' | 'dark' | undefined
    >()
  })

  test('have events only where they reach every node', () => {
    type Simple = RedisSessionRepository<Attributes>
    type Indexed = RedisIndexedSessionRepository<Attributes>
    expectTypeOf<Simple>().not.toExtend<SessionEventSource<Attributes>>()
    expectTypeOf<Indexed>().toExtend<SessionEventSource<Attributes>>()
  })

  test('take durations with a unit', () => {
    expectTypeOf<'5m'>().toExtend<RedisIndexedRepositoryOptions['eventRetention']>()
    expectTypeOf<number>().not.toExtend<RedisIndexedRepositoryOptions['eventRetention']>()
    type Waiting = RedisIndexedRepositoryOptions['waitForReplicas']
    expectTypeOf<{ count: 1; timeout: '300ms' }>().toExtend<Waiting>()
    expectTypeOf<{ count: 1; timeout: number }>().not.toExtend<Waiting>()
  })
})
