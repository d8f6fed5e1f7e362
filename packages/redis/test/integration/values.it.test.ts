import { randomBytes } from 'node:crypto'
import { describeWithService, redis as service } from '@session/testing/services'
import { Redis } from 'ioredis'
import { Redis as Redis5 } from 'ioredis5'
import { createClient } from 'redis'
import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest'
import {
  type AnyRedisClient,
  RedisIndexedSessionRepository,
  RedisSessionRepository,
} from '../../src/index.ts'
import { bytesCodec } from '../bytes-codec.ts'
import type { Attributes } from '../own-redis.ts'
import { rawRedis } from '../raw-redis.ts'

describeWithService(service, 'what sessions hold', async (url) => {
  const ioredis = new Redis(url)
  const ioredis5 = new Redis5(url)
  const resp2 = createClient({ url, RESP: 2 })
  const resp3 = createClient({ url, RESP: 3 })
  await Promise.all([resp2.connect(), resp3.connect()])
  afterAll(() => {
    for (const client of [ioredis, ioredis5]) client.disconnect()
    for (const client of [resp2, resp3]) client.destroy()
  })

  const clients: readonly (readonly [string, AnyRedisClient])[] = [
    ['ioredis 6', ioredis],
    ['ioredis 5', ioredis5],
    ['node-redis 6 by RESP2', resp2],
    ['node-redis 6 by RESP3', resp3],
  ]

  describe.each(clients)('with %s', (name, client) => {
    const namespace = `test:values:${name.replaceAll(' ', '-')}`
    const raw = rawRedis(ioredis, namespace, { form: 'bytes' })
    beforeEach(() => raw.clear())

    test('bytes of a codec come back as they were, from both layouts, and in events', async () => {
      const options = { namespace, codec: bytesCodec(), cleanupInterval: false } as const
      const indexed = new RedisIndexedSessionRepository<Attributes>(client, options)
      const listener = new RedisIndexedSessionRepository<Attributes>(client, options)
      const last: unknown[] = []
      listener.on('deleted', ({ session }) => last.push(session?.getAttribute('name')))
      await listener.ready()
      try {
        for (const repository of [
          new RedisSessionRepository<Attributes>(client, options),
          indexed,
        ]) {
          const session = repository.createSession()
          session.setAttribute('name', 'Ada ☂')
          session.principalName = 'ada'
          await repository.save(session)
          const found = await repository.findById(session.id)
          expect(found?.getAttribute('name')).toBe('Ada ☂')
          const stored = (await raw.read(session.id))?.attributes.get('name')
          expect(stored).toEqual(bytesCodec().encode('Ada ☂', { attribute: 'name' }))
          await repository.deleteById(session.id)
        }
        const session = indexed.createSession()
        session.principalName = 'ada'
        await indexed.save(session)
        expect([...(await indexed.findByPrincipalName('ada')).keys()]).toEqual([session.id])
        session.changeSessionId()
        session.principalName = 'bob'
        await indexed.save(session)
        expect((await indexed.findByPrincipalName('ada')).size).toBe(0)
        await indexed.deleteById(session.id)
        await vi.waitFor(() => expect(last).toEqual(['Ada ☂', undefined]), 5000)
        expect(await raw.allKeys()).toEqual([])
      } finally {
        await listener.close()
        await indexed.close()
      }
    })

    test('thousands of attributes and large values come back, and are changed by what changed', async () => {
      for (const Kind of [RedisSessionRepository, RedisIndexedSessionRepository]) {
        const repository = new Kind<Attributes>(client, { namespace, cleanupInterval: false })
        const session = repository.createSession()
        for (let i = 0; i < 9001; i++) session.setAttribute(`a${i}`, i)
        const large = randomBytes(37_500).toString('base64')
        session.setAttribute('large', large)
        await repository.save(session)
        const found = await repository.findById(session.id)
        expect(found?.attributeNames).toHaveLength(9002)
        expect(found?.getAttribute('a9000')).toBe(9000)
        expect(found?.getAttribute('large')).toBe(large)
        for (let i = 0; i < 9000; i++) found?.removeAttribute(`a${i}`)
        if (found) await repository.save(found)
        expect((await repository.findById(session.id))?.attributeNames.toSorted()).toEqual([
          'a9000',
          'large',
        ])
        await repository.deleteById(session.id)
        if (repository instanceof RedisIndexedSessionRepository) await repository.close()
      }
    })
  })
})
