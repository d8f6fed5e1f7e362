import { expect, test, vi } from 'vitest'
import { describeFailingServers } from '../describe-failing-servers.ts'
import { CANARY, expectWell, newSession, refusalOf, stored } from '../failing-calls.ts'
import { lockedRow } from '../locked-row.ts'

describeFailingServers('a server that fails', (failing) => {
  const { connect, open, proxy, raw } = failing

  test('that is down at the start answers with an error, and works once it is up', async () => {
    const before = await proxy(failing.url)
    await before.setMode('refuse')
    const repository = open(connect(before.url))
    const session = newSession(repository)
    const refused = { code: 'STORE_UNAVAILABLE', driverCode: 'ECONNREFUSED' }
    expect(await refusalOf(repository.save(session), [session.id])).toMatchObject(refused)
    expect(await refusalOf(repository.findById(session.id), [session.id])).toEqual({
      ...refused,
      outcome: 'not-applied',
    })
    await before.setMode('pass')
    await expectWell(repository)
    await repository.save(session)
    expect((await repository.findById(session.id))?.id).toBe(session.id)
  })

  test('that is killed in the middle of a save has stored nothing of it', async () => {
    const repository = open(connect(failing.url))
    const session = await stored(repository)
    const { isWaitedFor, release } = await lockedRow(connect(failing.server.url), session.id)
    session.setAttribute('a', CANARY)
    session.setAttribute('b', CANARY)
    const refusal = refusalOf(repository.save(session), [session.id])
    await isWaitedFor()
    await failing.server.kill()
    expect(await refusal).toMatchObject({ code: 'STORE_UNAVAILABLE', outcome: 'unknown' })
    await release()
    await failing.server.restart()
    await expectWell(repository)
    const kept = await raw(failing.url).read(session.id)
    expect([...(kept?.attributes.keys() ?? [])]).not.toContain('a')
    await repository.save(session)
    expect((await repository.findById(session.id))?.getAttribute('b')).toBe(CANARY)
  }, 30_000)

  test('that was restarted while nobody asked knows every session', async () => {
    const repository = open(connect(failing.url))
    const session = await stored(repository)
    await failing.server.kill()
    await failing.server.restart()
    const found = await vi.waitFor(() => repository.findById(session.id), 10_000)
    expect(found?.getAttribute('card')).toBe(CANARY)
    await expectWell(repository)
  }, 30_000)

  test('that is stopped for longer than the deadline: every call ends, late writes do no harm', async () => {
    const repository = open(connect(failing.url), { storeTimeout: '300ms' })
    const [read, changed, deleted] = [
      await stored(repository),
      await stored(repository),
      await stored(repository),
    ] as const
    failing.server.pause()
    const created = newSession(repository)
    changed.setAttribute('late', 'yes')
    const refusals = await Promise.all([
      refusalOf(repository.findById(read.id), [read.id]),
      refusalOf(repository.findByPrincipalName(CANARY)),
      refusalOf(repository.save(changed), [changed.id]),
      refusalOf(repository.deleteById(deleted.id), [deleted.id]),
      refusalOf(repository.save(created), [created.id]),
    ])
    expect(refusals.map(({ code }) => code)).toEqual(Array(5).fill('STORE_TIMEOUT'))
    expect(refusals.map(({ outcome }) => outcome)).toEqual([
      ...['not-applied', 'not-applied'],
      ...['unknown', 'unknown', 'unknown'],
    ])
    failing.server.resume()
    await expectWell(repository)
    await repository.save(changed)
    await repository.save(created)
    await repository.deleteById(deleted.id)
    expect((await repository.findById(changed.id))?.getAttribute('late')).toBe('yes')
    expect(await repository.findById(deleted.id)).toBeUndefined()
    expect((await repository.findByPrincipalName(CANARY)).has(created.id)).toBe(true)
  }, 30_000)

  test.each(['save', 'login', 'delete'] as const)(
    'that loses the answer to a %s has carried it out once, or not at all',
    async (action) => {
      const before = await proxy(failing.url)
      const repository = open(connect(before.url))
      const there = open(connect(failing.url))
      await expectWell(repository)
      const session = newSession(repository)
      if (action !== 'save') await repository.save(session)
      const id = session.id
      if (action === 'login') session.changeSessionId()
      const act = (): Promise<void> =>
        action === 'delete' ? repository.deleteById(id) : repository.save(session)
      await before.setMode({ dropReplyTo: id })
      expect((await refusalOf(act(), [id, session.id])).outcome).toBe('unknown')
      await act()
      const found = await there.findByPrincipalName(CANARY)
      expect([...found.keys()]).toEqual(action === 'delete' ? [] : [session.id])
    },
  )

  test('that ends a connection in use fails the calls on it, and no other', async () => {
    const repository = open(connect(failing.url))
    const session = await stored(repository)
    const { isWaitedFor, release } = await lockedRow(connect(failing.server.url), session.id)
    session.setAttribute('a', CANARY)
    const refusal = refusalOf(repository.save(session), [session.id])
    await isWaitedFor()
    const { admin, done } = failing.administrator()
    await failing.kind.endConnections(admin)
    expect(await refusal).toMatchObject({ code: 'STORE_UNAVAILABLE', outcome: 'unknown' })
    await release()
    await vi.waitFor(() => repository.save(session))
    expect((await repository.findById(session.id))?.getAttribute('a')).toBe(CANARY)
    await done()
    await expectWell(repository)
  })

  test('whose row somebody else has locked for long is waited for until the deadline; reads are not', async () => {
    const repository = open(connect(failing.url), { storeTimeout: '500ms', touchInterval: 0 })
    const session = await stored(repository)
    const { release } = await lockedRow(connect(failing.url), session.id)
    try {
      session.setAttribute('a', 1)
      expect(await refusalOf(repository.save(session), [session.id])).toEqual({
        code: 'STORE_TIMEOUT',
        outcome: 'unknown',
      })
      const found = await repository.findById(session.id, { touch: true })
      expect(found?.getAttribute('card')).toBe(CANARY)
    } finally {
      await release()
    }
    await repository.save(session)
    await expectWell(repository)
  })
})
