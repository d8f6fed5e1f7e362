import type { SessionEventSource, SessionRepository } from '@session/core'
import type {
  RedisIndexedRepositoryOptions,
  RedisIndexedSessionRepository,
  RedisSessionRepository,
} from '@session/redis'
import type { Redis } from 'ioredis'
import type { Redis as Redis5 } from 'ioredis5'
import type { createClient, createClientPool, createCluster } from 'redis'
import { describe, expectTypeOf, test } from 'vitest'

type FirstOf<T extends abstract new (...args: never[]) => unknown> = ConstructorParameters<T>[0]
type Client = FirstOf<typeof RedisSessionRepository>

interface Attributes {
  theme: 'light' | 'dark'
}

describe('a client', () => {
  test('of ioredis 5 and 6 and of node-redis is taken as it is', () => {
    expectTypeOf<Redis>().toExtend<Client>()
    expectTypeOf<Redis5>().toExtend<Client>()
    expectTypeOf<ReturnType<typeof createClient>>().toExtend<Client>()
  })

  test('that is something else is not', () => {
    expectTypeOf<string>().not.toExtend<Client>()
    expectTypeOf<{ host: string }>().not.toExtend<Client>()
    expectTypeOf<ReturnType<typeof createCluster>>().not.toExtend<Client>()
    expectTypeOf<ReturnType<typeof createClientPool>>().not.toExtend<Client>()
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
  })
})
