import { inspect } from 'node:util'
import { describeWithService, faultProxy, redisExecutable } from '@session/testing/services'
import { expect, test, vi } from 'vitest'
import { closedAfterEach, type Repository } from '../own-redis.ts'

const CANARY = 'canary-value-4711'

interface Failure {
  readonly code: string
  readonly outcome: string
  readonly driverCode?: string
}

/** How a call failed: by the deadline, and with nothing of ids and values in its error. */
async function failureOf(call: Promise<unknown>, ids: readonly string[] = []): Promise<Failure> {
  const before = performance.now()
  const error = await call.then(
    () => {
      throw new Error('The call succeeded.')
    },
    (thrown: unknown) => thrown,
  )
  expect(performance.now() - before, 'by the deadline').toBeLessThan(2500)
  for (const printed of [
    inspect(error, { depth: 20, showHidden: true }),
    JSON.stringify(error),
    String((error as Error).stack),
  ]) {
    for (const secret of [CANARY, ...ids]) expect(printed).not.toContain(secret)
  }
  const { code, outcome, driverCode } = error as Failure
  return { code, outcome, ...(driverCode === undefined ? {} : { driverCode }) }
}

function newSession(repository: Repository) {
  const session = repository.createSession()
  session.setAttribute('card', CANARY)
  session.principalName = CANARY
  return session
}

async function stored(repository: Repository) {
  const session = newSession(repository)
  await repository.save(session)
  return session
}

/** Everything that a repository does works, without a restart of anything. */
async function expectWell(repository: Repository): Promise<void> {
  await vi.waitFor(async () => {
    const session = await stored(repository)
    expect((await repository.findById(session.id, { touch: true }))?.id).toBe(session.id)
    expect((await repository.findByPrincipalName(CANARY)).has(session.id)).toBe(true)
    session.changeSessionId()
    await repository.save(session)
    await repository.deleteById(session.id)
    expect(await repository.findById(session.id)).toBeUndefined()
  }, 15_000)
}

describeWithService(redisExecutable, 'a server that fails', () => {
  const { server, connect, open } = closedAfterEach()

  test('that is down at the start answers with an error, and works once it is up', async () => {
    const { port } = await server()
    const proxy = await faultProxy({ port })
    await proxy.setMode('refuse')
    const repository = open(connect(proxy.port), { storeTimeout: '300ms' })
    const session = newSession(repository)
    expect(await failureOf(repository.save(session), [session.id])).toMatchObject({
      code: 'STORE_TIMEOUT',
      outcome: 'unknown',
    })
    expect((await failureOf(repository.findById(session.id), [session.id])).outcome).toBe(
      'not-applied',
    )
    await proxy.setMode('pass')
    await expectWell(repository)
    await repository.save(session)
    expect((await repository.findById(session.id))?.id).toBe(session.id)
    await proxy.close()
  })

  test('that is killed and restarted empty knows no session, and takes new ones', async () => {
    const running = await server()
    const repository = open(connect(running.port))
    const { id } = await stored(repository)
    await running.kill('SIGKILL')
    const lost = newSession(repository)
    const call = repository.save(lost)
    expect((await failureOf(call, [id, lost.id])).outcome).toBe('unknown')
    await running.restart()
    expect(await vi.waitFor(() => repository.findById(id), 10_000)).toBeUndefined()
    await expectWell(repository)
  })

  test('that loses its scripts, at any moment, is given them again', async () => {
    const { port } = await server()
    const repository = open(connect(port))
    const admin = connect(port)
    const session = await stored(repository)
    const steps: (() => Promise<unknown>)[] = [
      () => repository.findById(session.id, { touch: true }),
      () => repository.findByPrincipalName(CANARY),
      () => {
        session.setAttribute('a', Math.random())
        return repository.save(session)
      },
      () => repository.cleanUpExpiredSessions(),
      () => repository.deleteById(session.id),
      () => stored(repository),
    ]
    for (const step of steps) {
      await admin.script('FLUSH')
      await step()
    }
    const flushing = { on: true }
    const flush = (async () => {
      while (flushing.on) await admin.script('FLUSH')
    })()
    for (let i = 0; i < 50; i++) await repository.deleteById((await stored(repository)).id)
    flushing.on = false
    await flush
  })

  test('that is stopped for longer than the deadline: every call ends, late writes do no harm', async () => {
    const running = await server()
    const repository = open(connect(running.port), { storeTimeout: '300ms' })
    const [read, changed, deleted] = [
      await stored(repository),
      await stored(repository),
      await stored(repository),
    ]
    await running.kill('SIGSTOP')
    const created = newSession(repository)
    changed.setAttribute('late', 'yes')
    const failures = await Promise.all([
      failureOf(repository.findById(read.id), [read.id]),
      failureOf(repository.findByPrincipalName(CANARY)),
      failureOf(repository.save(changed), [changed.id]),
      failureOf(repository.deleteById(deleted.id), [deleted.id]),
      failureOf(repository.save(created), [created.id]),
    ])
    expect(failures.map(({ code }) => code)).toEqual(Array(5).fill('STORE_TIMEOUT'))
    expect(failures.map(({ outcome }) => outcome)).toEqual([
      'not-applied',
      'not-applied',
      'unknown',
      'unknown',
      'unknown',
    ])
    await running.kill('SIGCONT')
    await expectWell(repository)
    await repository.save(changed)
    await repository.save(created)
    expect((await repository.findById(changed.id))?.getAttribute('late')).toBe('yes')
    expect(await repository.findById(deleted.id)).toBeUndefined()
    const mine = [...(await repository.findByPrincipalName(CANARY)).keys()]
    expect(mine.filter((id) => id === created.id)).toEqual([created.id])
  })

  test.each(['save', 'login', 'delete'] as const)(
    'that loses the answer to a %s has carried it out once',
    async (action) => {
      const { port } = await server()
      const proxy = await faultProxy({ port })
      const repository = open(connect(proxy.port))
      const there = open(connect(port))
      await expectWell(repository)
      const session = newSession(repository)
      if (action !== 'save') await repository.save(session)
      const before = session.id
      if (action === 'login') session.changeSessionId()
      await proxy.setMode({ dropReplyTo: before })
      // ioredis sends again what it had no answer to: the same step twice.
      if (action === 'delete') await repository.deleteById(before)
      else await repository.save(session)
      const found = await there.findByPrincipalName(CANARY)
      expect([...found.keys()]).toEqual(action === 'delete' ? [] : [session.id])
      await proxy.close()
    },
  )

  test('that has no memory left still reads and deletes; what it refuses is not applied', async () => {
    const { port } = await server()
    const repository = open(connect(port), { touchInterval: 0 })
    const admin = connect(port)
    const [session, other, moving] = [
      await stored(repository),
      await stored(repository),
      await stored(repository),
    ]
    const { lastAccessedTime } = session
    const expired = await stored(repository)
    await admin.hset(`spring:session:sessions:${expired.id}`, 'lastAccessedTime', 1)
    // The one that lives comes first: what is done with it must not need memory.
    for (const [place, { id }] of [session, expired].entries()) {
      await admin.zadd('spring:session:node:expirations', place, id)
    }
    await admin.config('SET', 'maxmemory', '1mb')
    expect(await repository.cleanUpExpiredSessions(), 'one of the two was touched').toBe(1)
    const refused = { code: 'STORE_FULL', outcome: 'not-applied' }
    const created = newSession(repository)
    expect(await failureOf(repository.save(created), [created.id])).toEqual(refused)
    session.setAttribute('more', CANARY)
    expect(await failureOf(repository.save(session), [session.id])).toEqual(refused)
    const before = moving.id
    moving.changeSessionId()
    expect(await failureOf(repository.save(moving), [before, moving.id])).toEqual(refused)

    const found = await repository.findById(session.id, { touch: true })
    expect(found?.getAttribute('card')).toBe(CANARY)
    expect(found?.attributeNames).not.toContain('more')
    const raw = await admin.hget(`spring:session:sessions:${session.id}`, 'lastAccessedTime')
    expect(Number(raw), 'the touch was refused').toBe(lastAccessedTime.getTime())
    await repository.deleteById(other.id)
    expect(await repository.findById(other.id)).toBeUndefined()
    expect((await repository.findById(before))?.id).toBe(before)

    await admin.config('SET', 'maxmemory', '0')
    await repository.save(session)
    await repository.save(moving)
    await repository.save(created)
    expect((await repository.findById(session.id))?.getAttribute('more')).toBe(CANARY)
    expect((await repository.findByPrincipalName(CANARY)).size).toBe(3)
    await expectWell(repository)
  })

  test('that became a read-only replica still reads; writes are refused, and not applied', async () => {
    const [master, running] = [await server(), await server()]
    const repository = open(connect(running.port), { touchInterval: 0 })
    const writer = open(connect(master.port))
    const admin = connect(running.port)
    await repository.ready()
    await admin.call('REPLICAOF', '127.0.0.1', String(master.port))
    await vi.waitFor(async () => {
      expect(await admin.info('replication')).toContain('master_link_status:up')
    }, 20_000)
    const session = await stored(writer)
    await vi.waitFor(async () => {
      const found = await repository.findById(session.id, { touch: true })
      expect(found?.getAttribute('card')).toBe(CANARY)
    }, 5000)
    const refused = { code: 'STORE_UNAVAILABLE', outcome: 'not-applied', driverCode: 'READONLY' }
    const created = newSession(repository)
    expect(await failureOf(repository.save(created), [created.id])).toEqual(refused)
    expect(await failureOf(repository.deleteById(session.id), [session.id])).toEqual(refused)
    expect((await repository.findByPrincipalName(CANARY)).size).toBe(1)
    await admin.call('REPLICAOF', 'NO', 'ONE')
    await repository.save(created)
    await expectWell(repository)
  }, 60_000)

  test('that lets us run no scripts says so', async () => {
    const { port } = await server({ config: ['user default on nopass ~* &* +@all -@scripting'] })
    const repository = open(connect(port))
    const session = newSession(repository)
    expect(await failureOf(repository.save(session), [session.id])).toMatchObject({
      code: 'STORE_UNAVAILABLE',
      driverCode: 'NOPERM',
    })
  })
})
