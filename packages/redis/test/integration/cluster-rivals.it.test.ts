import { describeWithService, parseRedisUrl, redisCluster } from '@session/testing/services'
import { Cluster } from 'ioredis'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import {
  type AnyRedisClient,
  RedisIndexedSessionRepository,
  RedisSessionRepository,
} from '../../src/index.ts'
import type { Attributes } from '../own-redis.ts'
import { rawRedis } from '../raw-redis.ts'

const namespace = 'test:cluster-rivals'

type Send = (command: string, ...args: (string | Buffer)[]) => Promise<unknown>
type Rival = (repository: Sessions, id: string) => Promise<'done' | 'too late'>
type Sessions = RedisSessionRepository<Attributes> | RedisIndexedSessionRepository<Attributes>

/** A client that lets somebody else act before its nth script. */
function interrupted(cluster: Cluster) {
  let left = Number.POSITIVE_INFINITY
  let act: () => Promise<unknown> = async () => undefined
  const afterRival =
    (send: Send): Send =>
    async (command, ...args) => {
      if (command === 'EVALSHA' && left-- === 0) await act()
      return send(command, ...args)
    }
  const client = {
    isCluster: true,
    options: {},
    call: afterRival((command, ...args) => cluster.call(command, ...args)),
    callBuffer: afterRival((command, ...args) => cluster.callBuffer(command, ...args)),
    duplicate: cluster.duplicate.bind(cluster),
  }
  return {
    client: client as unknown as AnyRedisClient,
    before(script: number, rival: () => Promise<unknown>): void {
      left = script
      act = rival
    },
    wasInterrupted: () => left < 0,
  }
}

describeWithService(redisCluster, 'while an id changes on a Cluster', (url) => {
  const redis = new Cluster([...parseRedisUrl(url).nodes])
  const raw = rawRedis(redis, namespace)
  beforeEach(() => raw.clear())
  afterAll(() => redis.disconnect())

  const rivals: Record<string, Rival> = {
    deletes: async (repository, id) => {
      await repository.deleteById(id)
      return 'done'
    },
    saves: async (repository, id) => {
      const session = await repository.findById(id)
      if (session === undefined) return 'too late'
      session.setAttribute('rival', true)
      await repository.save(session)
      return 'done'
    },
    'changes the id, too,': async (repository, id) => {
      const session = await repository.findById(id)
      if (session === undefined) return 'too late'
      session.changeSessionId()
      await repository.save(session)
      return 'done'
    },
  }

  describe.each([
    ['simple', RedisSessionRepository],
    ['indexed', RedisIndexedSessionRepository],
  ] as const)('in the %s repository', (_kind, Repository) => {
    test.each(Object.keys(rivals))(
      'a rival that %s at any step wins or loses',
      async (name) => {
        const rival = rivals[name] as Rival
        const options = { namespace, storeTimeout: '20s', cleanupInterval: false } as const
        const there = new Repository<Attributes>(redis, options)
        let isOver = false
        for (let step = 0; !isOver; step++) {
          await raw.clear()
          const { client, before, wasInterrupted } = interrupted(redis)
          const here = new Repository<Attributes>(client, options)
          const session = here.createSession()
          session.principalName = 'ada'
          await here.save(session)
          const { id } = session
          let theirs = 'not there'
          before(step, async () => {
            theirs = await rival(there, id).catch((error) => error.code as string)
          })
          session.changeSessionId()
          session.setAttribute('mine', true)
          const mine = await here.save(session).then(
            () => 'done',
            (error) => error.code as string,
          )
          isOver = !wasInterrupted()
          const what = `${name} before script ${step}: ${mine}, rival ${theirs}`
          expect(['done', 'SESSION_GONE'], what).toContain(mine)
          expect(['done', 'SESSION_GONE', 'too late', 'not there'], what).toContain(theirs)

          const alive: string[] = []
          for (const each of await raw.keys()) {
            if ((await there.findById(each)) !== undefined) alive.push(each)
          }
          expect(alive.length, what).toBeLessThanOrEqual(1)
          expect(alive.includes(session.id), what).toBe(mine === 'done')
          const survivor = alive[0] === undefined ? undefined : await there.findById(alive[0])
          if (survivor && mine === 'done') expect(survivor.getAttribute('mine'), what).toBe(true)
          if (theirs === 'done' && name === 'saves') {
            expect(survivor?.getAttribute('rival'), what).toBe(true)
          }
          if (there instanceof RedisIndexedSessionRepository) {
            expect([...(await there.findByPrincipalName('ada')).keys()], what).toEqual(alive)
          }
          if (here instanceof RedisIndexedSessionRepository) await here.close()
        }
        if (there instanceof RedisIndexedSessionRepository) await there.close()
      },
      60_000,
    )
  })
})
