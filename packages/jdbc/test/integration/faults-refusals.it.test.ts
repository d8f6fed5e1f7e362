import { expect, test, vi } from 'vitest'
import { createSessionTables, dropSessionTables } from '../../src/index.ts'
import { describeFailingServers } from '../describe-failing-servers.ts'
import {
  CANARY,
  expectWell,
  newSession,
  type Refusal,
  refusalOf,
  stored,
} from '../failing-calls.ts'

describeFailingServers('a server that refuses', (failing) => {
  const { connect, open, raw } = failing

  test('is not asked when the pool has no connection left, and that is said', async () => {
    const knex = connect(failing.url, { pool: { min: 0, max: 1 }, acquireConnectionTimeout: 200 })
    const repository = open(knex)
    const session = await stored(repository)
    const held = await knex.transaction()
    await held.raw('SELECT 1')
    session.setAttribute('a', CANARY)
    const busy: Refusal = {
      code: 'STORE_UNAVAILABLE',
      outcome: 'not-applied',
      driverCode: 'KnexTimeoutError',
    }
    const created = newSession(repository)
    expect(await refusalOf(repository.save(created), [created.id])).toEqual(busy)
    expect(await refusalOf(repository.save(session), [session.id])).toEqual(busy)
    expect(await refusalOf(repository.findById(session.id), [session.id])).toEqual(busy)
    expect(await refusalOf(repository.deleteById(session.id), [session.id])).toEqual(busy)
    await held.rollback()
    await repository.save(session)
    await repository.save(created)
    expect((await repository.findByPrincipalName(CANARY)).size).toBe(2)
    await expectWell(repository)
  })

  test('that became read-only still reads; writes are refused, and not applied', async () => {
    const repository = open(connect(failing.url), { touchInterval: 0 })
    const session = await stored(repository)
    const { admin, done } = failing.administrator()
    await failing.kind.setReadOnly(admin, true)
    const refused: Refusal = {
      code: 'STORE_UNAVAILABLE',
      outcome: 'not-applied',
      driverCode: failing.kind.codes.readOnly,
    }
    try {
      const created = newSession(repository)
      await vi.waitFor(async () => {
        const another = newSession(repository)
        expect(await refusalOf(repository.save(another), [another.id])).toEqual(refused)
      })
      expect(await refusalOf(repository.save(created), [created.id])).toEqual(refused)
      session.setAttribute('more', CANARY)
      expect(await refusalOf(repository.save(session), [session.id])).toEqual(refused)
      expect(await refusalOf(repository.deleteById(session.id), [session.id])).toEqual(refused)
      const found = await repository.findById(session.id, { touch: true })
      expect(found?.getAttribute('card')).toBe(CANARY)
      expect((await repository.findByPrincipalName(CANARY)).has(session.id)).toBe(true)
    } finally {
      await failing.kind.setReadOnly(admin, false)
      await done()
    }
    await vi.waitFor(() => repository.save(session), 5000)
    expect((await repository.findById(session.id))?.getAttribute('more')).toBe(CANARY)
    await expectWell(repository)
  })

  test('without its tables says which remedy there is, and works once they are there', async () => {
    const knex = connect(failing.url)
    const repository = open(knex)
    const session = await stored(repository)
    await dropSessionTables(knex)
    const missing = { code: 'ILLEGAL_STATE', outcome: 'not-applied' }
    for (const call of [
      () => repository.findById(session.id),
      () => repository.deleteById(session.id),
      () => repository.findByPrincipalName(CANARY),
      () => repository.cleanUpExpiredSessions(),
      () => repository.save(newSession(repository)),
    ]) {
      expect(await refusalOf(call(), [session.id])).toEqual(missing)
    }
    await createSessionTables(knex)
    expect(await repository.findById(session.id)).toBeUndefined()
    await expectWell(repository)
  })

  test('bytes that nobody can read are kept; the others are read', async () => {
    const repository = open(connect(failing.url))
    const session = await stored(repository)
    session.setAttribute('other', 'fine')
    await repository.save(session)
    const rows = raw(failing.url)
    for (const corrupt of [Buffer.from([0xac, 0xed, 0, 5, 0xff]), Buffer.alloc(0), '{"$type":']) {
      await rows.write(session.id, 'card', corrupt)
      const found = await repository.findById(session.id)
      expect(found?.getAttribute('card')).toBeUndefined()
      expect(found?.getAttribute('other')).toBe('fine')
      found?.setAttribute('other', 'fine')
      if (found) await repository.save(found)
      const strict = open(connect(failing.url), { onDecodeError: 'throw' })
      const read = await strict.findById(session.id)
      expect(() => read?.getAttribute('card')).toThrow(
        expect.objectContaining({ code: 'ATTRIBUTE_NOT_DECODABLE' }),
      )
      const kept = await rows.read(session.id)
      expect(kept?.attributes.get('card')).toBe(Buffer.from(corrupt).toString())
    }
  })

  test.each([
    ['CREATION_TIME', '9007199254740993'],
    ['LAST_ACCESS_TIME', '9007199254740993'],
    ['EXPIRY_TIME', '9223372036854775807'],
    ['MAX_INACTIVE_INTERVAL', '2147483647'],
  ])('a row with an impossible %s hides no other session of its user', async (column, most) => {
    const knex = connect(failing.url)
    const repository = open(knex, { absoluteTimeout: '30d' })
    const [broken, other] = [await stored(repository), await stored(repository)] as const
    for (const value of [most, `-${most}`]) {
      await knex.raw(`UPDATE SPRING_SESSION SET ${column} = ${value} WHERE SESSION_ID = ?`, [
        broken.id,
      ])
      await repository.findById(broken.id, { touch: true })
      expect((await repository.findByPrincipalName(CANARY)).has(other.id)).toBe(true)
      await repository.cleanUpExpiredSessions()
    }
    await repository.deleteById(broken.id)
    expect(await raw(failing.url).keys()).toEqual([other.id])
  })

  test('a user who may only read reads', async () => {
    const session = await stored(open(connect(failing.url)))
    const { admin, done } = failing.administrator()
    const tables = ['SPRING_SESSION', 'SPRING_SESSION_ATTRIBUTES']
    await admin.raw('DROP USER IF EXISTS reader')
    await admin.raw('CREATE USER reader')
    for (const table of tables) await admin.raw(`GRANT SELECT ON ${table} TO reader`)
    const reader = new URL(failing.url)
    reader.username = 'reader'
    const repository = open(connect(reader.href), { touchInterval: 0 })
    const found = await repository.findById(session.id, { touch: true })
    expect(found?.getAttribute('card')).toBe(CANARY)
    const refused: Refusal = {
      code: 'STORE_UNAVAILABLE',
      outcome: 'not-applied',
      driverCode: failing.kind.codes.noRight,
    }
    expect(await refusalOf(repository.deleteById(session.id), [session.id])).toEqual(refused)
    const created = newSession(repository)
    expect(await refusalOf(repository.save(created), [created.id])).toEqual(refused)
    for (const table of tables) await admin.raw(`REVOKE SELECT ON ${table} FROM reader`)
    expect(await refusalOf(repository.findById(session.id), [session.id])).toEqual(refused)
    await done()
  })
})
