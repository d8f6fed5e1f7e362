import { describeWithService, redisExecutable } from '@session/testing/services'
import { expect, test, vi } from 'vitest'
import { closedAfterEach } from '../own-redis.ts'

/** What a Java service listens to, and finds in the hash when it looks. */
describeWithService(redisExecutable, 'a Java service that listens', () => {
  const { server, connect, open } = closedAfterEach()

  async function listening() {
    const { port } = await server({ config: ['notify-keyspace-events gxE'] })
    const subscriber = connect(port)
    const admin = connect(port)
    const heard: string[] = []
    subscriber.on('pmessage', (_pattern: string, channel: string, key: string) => {
      if (key.startsWith('spring:session:sessions:expires:')) {
        heard.push(`${channel.replace('__keyevent@0__:', '')} ${key.split(':').at(-1)}`)
      }
    })
    await subscriber.psubscribe('__keyevent@0__:del', '__keyevent@0__:expired')
    // Only the sweep, and no clock of Redis, ends what has expired.
    await admin.call('DEBUG', 'SET-ACTIVE-EXPIRE', '0')
    const repository = open(connect(port))
    const session = repository.createSession()
    session.setAttribute('name', 'Ada')
    session.principalName = 'ada'
    await repository.save(session)
    return { admin, heard, repository, session }
  }

  test('hears of a deletion, and can still read what was deleted', async () => {
    const { admin, heard, repository, session } = await listening()
    await repository.deleteById(session.id)
    await repository.deleteById(session.id)
    await vi.waitFor(() => expect(heard).toEqual([`del ${session.id}`]))
    const hash = await admin.hgetall(`spring:session:sessions:${session.id}`)
    expect(hash).toMatchObject({ maxInactiveInterval: '0', 'sessionAttr:name': '"Ada"' })
  })

  test('hears that a session expired, not that it was deleted', async () => {
    const { admin, heard, repository, session } = await listening()
    const end = Date.now() - 10
    await admin.hset(`spring:session:sessions:${session.id}`, 'lastAccessedTime', end - 1_800_000)
    await admin.zadd('spring:session:node:expirations', end, session.id)
    const due = Date.now() + 20
    await admin.pexpireat(`spring:session:sessions:expires:${session.id}`, due)
    await vi.waitFor(() => expect(Date.now()).toBeGreaterThan(due + 1))
    expect(await repository.cleanUpExpiredSessions()).toBe(1)
    await vi.waitFor(() => expect(heard).toEqual([`expired ${session.id}`]))
  })

  test('hears of no end when an id changes, or when an interval is lifted', async () => {
    const { heard, repository, session } = await listening()
    session.changeSessionId()
    await repository.save(session)
    session.maxInactiveInterval = 'never'
    await repository.save(session)
    expect((await repository.findById(session.id))?.maxInactiveInterval).toBeLessThan(0)
    await repository.deleteById(session.id)
    await vi.waitFor(() => expect(heard).toEqual([`del ${session.id}`]))
  })
})
