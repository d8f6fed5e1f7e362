import { readFileSync } from 'node:fs'
import {
  describeWithService,
  parseRedisUrl,
  redisCluster,
  redisTls,
} from '@session/testing/services'
import { Cluster, Redis } from 'ioredis'
import { expect, test, vi } from 'vitest'
import { closedAfterEach, type Repository } from '../own-redis.ts'

/** No CONFIG, no key outside of the namespace; a Cluster's client asks the servers who they are. */
const rules = (namespace: string): string[] => [
  'on',
  '>secret',
  `~${namespace}:*`,
  `&${namespace}:*`,
  '+@read',
  '+@write',
  '+@scripting',
  '+@connection',
  '+@pubsub',
  '-@dangerous',
  '+info',
  '+time',
  '+cluster|info',
  '+cluster|slots',
]

async function expectWell(here: Repository, there: Repository): Promise<void> {
  const heard: string[] = []
  there.on('deleted', ({ sessionId, principalName }) => heard.push(`${sessionId} ${principalName}`))
  await there.ready()
  const session = here.createSession()
  session.principalName = 'ada'
  await here.save(session)
  expect((await there.findById(session.id, { touch: true }))?.principalName).toBe('ada')
  session.changeSessionId()
  await here.save(session)
  expect([...(await there.findByPrincipalName('ada')).keys()]).toEqual([session.id])
  await here.deleteById(session.id)
  expect(await there.cleanUpExpiredSessions()).toBe(0)
  await vi.waitFor(() => expect(heard).toEqual([`${session.id} ada`]), 5000)
}

describeWithService(redisTls, 'a user who may not configure, by TLS', (url) => {
  const { open } = closedAfterEach()

  test('has sessions, indexes and events', async () => {
    const { nodes, password, ca } = parseRedisUrl(url)
    const [{ host, port }] = nodes as [{ host: string; port: number }]
    const tls = { ca: readFileSync(ca as string) }
    const namespace = 'test:tls:acl'
    const admin = new Redis({ host, port, tls, password: password as string })
    await admin.acl('SETUSER', namespace, 'reset', ...rules(namespace))
    const connect = (): Redis =>
      new Redis({ host, port, tls, username: namespace, password: 'secret' })
    const [here, there] = [connect(), connect()]
    await expect(here.config('GET', 'maxmemory')).rejects.toThrow('NOPERM')
    const [one, other] = [open(here, { namespace }), open(there, { namespace })]
    await expectWell(one, other)
    for (const each of [one, other]) await each.close()
    await admin.acl('DELUSER', namespace)
    for (const redis of [admin, here, there]) redis.disconnect()
  })
})

describeWithService(redisCluster, 'a user who may not configure, on a Cluster', (url) => {
  const { open } = closedAfterEach()

  test('has sessions, indexes and events', async () => {
    const nodes = [...parseRedisUrl(url).nodes]
    const namespace = 'test:cluster:acl'
    const admins = nodes.map(({ host, port }) => new Redis({ host, port }))
    for (const admin of admins) {
      await admin.acl('SETUSER', namespace, 'reset', ...rules(namespace))
    }
    const connect = (): Cluster =>
      new Cluster(nodes, { redisOptions: { username: namespace, password: 'secret' } })
    const [here, there] = [connect(), connect()]
    const [one, other] = [open(here, { namespace }), open(there, { namespace })]
    await expectWell(one, other)
    for (const each of [one, other]) await each.close()
    for (const admin of admins) await admin.acl('DELUSER', namespace)
    for (const redis of [...admins, here, there]) redis.disconnect()
  })
})
