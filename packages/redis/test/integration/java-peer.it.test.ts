import { jacksonCodec, type Session } from '@session/core'
import { describeWithService, redis as service } from '@session/testing/services'
import { Redis } from 'ioredis'
import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest'
import {
  expectAgreement,
  type RecordedSession,
  recording,
} from '../../../core/test/unit/codec/java-recordings.ts'
import { RedisSessionRepository } from '../../src/index.ts'
import { type Attributes, closedAfterEach, type Repository } from '../own-redis.ts'
import { rawRedis } from '../raw-redis.ts'

interface RecordedKey {
  readonly fields?: Readonly<Record<string, string>>
  readonly members?: readonly string[]
  readonly value?: string
}

interface Recording {
  readonly namespace: string
  readonly sessions: Readonly<Record<string, RecordedSession>>
  readonly keys: Readonly<Record<string, RecordedKey>>
  readonly createdMessages: readonly { readonly channel: string; readonly base64: string }[]
  readonly deletedId: string
  readonly keysOfTheDeleted: Readonly<Record<string, RecordedKey>>
}

const bytes = (base64: string): Buffer => Buffer.from(base64, 'base64')

describeWithService(service, 'sessions that a Java service stored', (url) => {
  const { connect, open } = closedAfterEach()
  const redis = new Redis(url)
  const namespace = 'test:java'
  const raw = rawRedis(redis, namespace)
  beforeEach(() => raw.clear())
  afterAll(() => redis.disconnect())

  async function restore(from: string, keys: Readonly<Record<string, RecordedKey>>): Promise<void> {
    for (const [recorded, { fields, members, value }] of Object.entries(keys)) {
      const key = recorded.replace(from, namespace)
      if (fields) {
        for (const [name, stored] of Object.entries(fields)) {
          await redis.hset(key, name, bytes(stored))
        }
      } else if (members) await redis.sadd(key, ...members.map(bytes))
      else await redis.set(key, value ?? '')
    }
  }

  describe.each(['redis-indexed-json-3.5', 'redis-indexed-security-json-3.5'])('%s', (name) => {
    const recorded = recording<Recording>(name)
    const sessions = Object.values(recorded.sessions)
    const first = sessions[0] as RecordedSession
    const clock = { now: () => first.lastAccessedTime + 10_000 }
    const node = (): Repository => open(connect(url), { namespace, clock, codec: jacksonCodec() })
    const prefix = `${namespace}:index:org.springframework.session.FindByIndexNameSessionRepository.PRINCIPAL_NAME_INDEX_NAME:`
    beforeEach(() => restore(recorded.namespace, recorded.keys))

    test('are what Java says they are', async () => {
      const repository = node()
      for (const session of sessions) {
        const found = await repository.findById(session.id)
        expect(found?.creationTime.getTime()).toBe(session.creationTime)
        expect(found?.lastAccessedTime.getTime()).toBe(session.lastAccessedTime)
        expect(found?.maxInactiveInterval).toBe(session.maxInactiveInterval)
        expect([...(found?.attributeNames ?? [])].sort()).toEqual(
          Object.keys(session.attributes).sort(),
        )
        for (const [attribute, java] of Object.entries(session.attributes)) {
          expectAgreement(found?.getAttribute(attribute), java)
        }
      }
    })

    test('are found by the user under whom Java indexed them', async () => {
      const repository = node()
      for (const [key, { members = [] }] of Object.entries(recorded.keys)) {
        if (!key.includes(':index:')) continue
        const user = key.replace(recorded.namespace, namespace).slice(prefix.length)
        const ids = members.map((member) => JSON.parse(bytes(member).toString()) as string)
        expect([...(await repository.findByPrincipalName(user)).keys()].sort()).toEqual(ids.sort())
      }
    })

    test('are deleted as Java deletes, and leave what Java makes its event of', async () => {
      const repository = node()
      for (const { id } of sessions) {
        const before = await redis.hgetall(`${namespace}:sessions:${id}`)
        await repository.deleteById(id)
        expect(await redis.hgetall(`${namespace}:sessions:${id}`)).toEqual({
          ...before,
          maxInactiveInterval: '0',
          ended: '1',
        })
        expect(await redis.exists(`${namespace}:sessions:expires:${id}`)).toBe(0)
        expect(await raw.dump()).not.toContain(id)
      }
      expect(await redis.keys(`${prefix}*`)).toEqual([])
    })

    test('change their id with us, and stay under their user', async () => {
      const repository = node()
      for (const [user, key] of [
        ['alice', 'principal'],
        ['bob', 'changedId'],
      ] as const) {
        const session = await repository.findById((recorded.sessions[key] as RecordedSession).id)
        if (session === undefined) throw new Error('lost')
        const before = session.id
        session.changeSessionId()
        await repository.save(session)
        const ids = [...(await repository.findByPrincipalName(user)).keys()]
        expect(ids).toContain(session.id)
        expect(ids).not.toContain(before)
        expect(await redis.smembers(prefix + user)).not.toContain(`"${before}"`)
      }
    })

    test('keep the bytes of what we do not change', async () => {
      const repository = node()
      const { id } = recorded.sessions.attributes as RecordedSession
      const session = await repository.findById(id)
      if (session === undefined) throw new Error('lost')
      for (const attribute of session.attributeNames) session.getAttribute(attribute)
      session.setAttribute('added', 'here')
      await repository.save(session)
      const key = `${recorded.namespace}:sessions:${id}`
      const after = await redis.hgetallBuffer(`${namespace}:sessions:${id}`)
      for (const [field, stored] of Object.entries(recorded.keys[key]?.fields ?? {})) {
        if (field !== 'lastAccessedTime') expect(after[field], field).toEqual(bytes(stored))
      }
      expect(String(after['sessionAttr:added'])).toBe('"here"')
    })

    test('are told of once on every node, when Java says that it created them', async () => {
      const nodes = [node(), node()]
      const heard = nodes.map(() => new Map<string, Readonly<Session<Attributes>>[]>())
      for (const [i, each] of nodes.entries()) {
        each.on('created', ({ sessionId, session }) => {
          const of = heard[i]?.get(sessionId) ?? []
          heard[i]?.set(sessionId, session ? [...of, session] : of)
        })
        await each.ready()
      }
      const stored = sessions.filter(({ id }) =>
        recorded.createdMessages.some(({ channel }) => channel.endsWith(id)),
      )
      for (const { channel, base64 } of recorded.createdMessages) {
        await redis.publish(channel.replace(recorded.namespace, namespace), bytes(base64))
      }
      await vi.waitFor(() => {
        for (const each of heard) for (const { id } of stored) expect(each.get(id)).toHaveLength(1)
      }, 5000)
      for (const { id, attributes } of stored) {
        for (const [attribute, java] of Object.entries(attributes)) {
          expectAgreement(heard[1]?.get(id)?.[0]?.getAttribute(attribute), java)
        }
      }
      expect(stored.length).toBeGreaterThan(0)
    })

    test('are found by the sweep, where Java filed them for their minute', async () => {
      const ends = sessions
        .filter(({ maxInactiveInterval }) => maxInactiveInterval >= 0)
        .map((session) => session.lastAccessedTime + session.maxInactiveInterval * 1000)
      const at = Math.max(...ends) + 60_000
      const options = { namespace, clock: { now: () => at }, codec: jacksonCodec() } as const
      expect(await open(connect(url), options).cleanUpExpiredSessions()).toBe(ends.length)
      expect(await redis.keys(`${namespace}:expirations:*`)).toEqual([])
    })

    test("Java's tombstone is no session, and no end of ours", async () => {
      await restore(recorded.namespace, recorded.keysOfTheDeleted)
      const repository = node()
      const events: unknown[] = []
      repository.on('destroyed', (event) => events.push(event))
      await repository.ready()
      const before = await redis.hgetall(`${namespace}:sessions:${recorded.deletedId}`)
      expect(await repository.findById(recorded.deletedId)).toBeUndefined()
      await repository.deleteById(recorded.deletedId)
      expect(events).toEqual([])
      expect(await redis.hgetall(`${namespace}:sessions:${recorded.deletedId}`)).toEqual(before)
    })

    test('what Java saves over our tombstone does not live again', async () => {
      const repository = node()
      await repository.deleteById(first.id)
      const key = `${namespace}:sessions:${first.id}`
      await redis.hmset(key, { lastAccessedTime: clock.now(), 'sessionAttr:late': '"x"' })
      await redis.append(`${namespace}:sessions:expires:${first.id}`, '')
      expect(await redis.hget(key, 'maxInactiveInterval')).toBe('0')
      expect(await repository.findById(first.id)).toBeUndefined()
      await redis.hset(key, 'maxInactiveInterval', '1800')
      expect(await repository.findById(first.id)).toBeUndefined()
    })
  })

  test("the simple repository reads and deletes what Java's simple one stored", async () => {
    const recorded = recording<Recording>('redis-simple-json-3.5')
    await restore(recorded.namespace, recorded.keys)
    const sessions = Object.values(recorded.sessions)
    const clock = { now: () => (sessions[0] as RecordedSession).lastAccessedTime + 10_000 }
    const codec = jacksonCodec()
    const repository = new RedisSessionRepository<Attributes>(redis, { namespace, clock, codec })
    for (const session of sessions) {
      const found = await repository.findById(session.id)
      expect(found?.lastAccessedTime.getTime()).toBe(session.lastAccessedTime)
      for (const [attribute, java] of Object.entries(session.attributes)) {
        expectAgreement(found?.getAttribute(attribute), java)
      }
      await repository.deleteById(session.id)
    }
    expect(await raw.allKeys()).toEqual([])
  })
})
