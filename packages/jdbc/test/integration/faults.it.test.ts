import {
  describeWithService,
  mariadbExecutable,
  postgresExecutable,
  type RunningDatabase,
} from '@session/testing/services'
import type { Knex } from 'knex'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { createSessionTables, dropSessionTables } from '../../src/index.ts'
import {
  CANARY,
  expectWell,
  newSession,
  type Refusal,
  refusalOf,
  stored,
} from '../failing-calls.ts'
import { mariadb, postgresql } from '../failing-servers.ts'
import { lockedRow } from '../locked-row.ts'
import { closedAfterEach } from '../own-nodes.ts'

describe.each([
  ['PostgreSQL', postgresExecutable, postgresql],
  ['MariaDB', mariadbExecutable, mariadb],
] as const)('%s', (_name, executable, kind) => {
  describeWithService(executable, 'a server that fails', () => {
    const { connect, open, proxy, raw } = closedAfterEach()
    let server: RunningDatabase
    let url: string
    beforeAll(async () => {
      server = await kind.start()
      const app = new URL(server.url)
      app.username = 'app'
      url = app.href
    }, 60_000)
    afterAll(() => server?.stop())
    beforeAll(async () => {
      const { admin, done } = administrator()
      for (const sql of kind.createUser) await admin.raw(sql)
      await done()
    })
    beforeEach(async () => {
      const knex = connect(url)
      await createSessionTables(knex)
      await raw(url).clear()
    })

    const administrator = (): { admin: Knex; done: () => Promise<void> } => {
      const admin = connect(server.url)
      return { admin, done: () => admin.destroy() }
    }

    test('that is down at the start answers with an error, and works once it is up', async () => {
      const before = await proxy(url)
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
      const repository = open(connect(url))
      const session = await stored(repository)
      const { isWaitedFor, release } = await lockedRow(connect(server.url), session.id)
      session.setAttribute('a', CANARY)
      session.setAttribute('b', CANARY)
      const refusal = refusalOf(repository.save(session), [session.id])
      await isWaitedFor()
      await server.kill()
      expect(await refusal).toMatchObject({ code: 'STORE_UNAVAILABLE', outcome: 'unknown' })
      await release()
      await server.restart()
      await expectWell(repository)
      const kept = await raw(url).read(session.id)
      expect([...(kept?.attributes.keys() ?? [])]).not.toContain('a')
      await repository.save(session)
      expect((await repository.findById(session.id))?.getAttribute('b')).toBe(CANARY)
    }, 30_000)

    test('that was restarted while nobody asked knows every session', async () => {
      const repository = open(connect(url))
      const session = await stored(repository)
      await server.kill()
      await server.restart()
      const found = await vi.waitFor(() => repository.findById(session.id), 10_000)
      expect(found?.getAttribute('card')).toBe(CANARY)
      await expectWell(repository)
    }, 30_000)

    test('that is stopped for longer than the deadline: every call ends, late writes do no harm', async () => {
      const repository = open(connect(url), { storeTimeout: '300ms' })
      const [read, changed, deleted] = [
        await stored(repository),
        await stored(repository),
        await stored(repository),
      ] as const
      server.pause()
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
      server.resume()
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
        const before = await proxy(url)
        const repository = open(connect(before.url))
        const there = open(connect(url))
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
      const repository = open(connect(url))
      const session = await stored(repository)
      const { isWaitedFor, release } = await lockedRow(connect(server.url), session.id)
      session.setAttribute('a', CANARY)
      const refusal = refusalOf(repository.save(session), [session.id])
      await isWaitedFor()
      const { admin, done } = administrator()
      await kind.endConnections(admin)
      expect(await refusal).toMatchObject({ code: 'STORE_UNAVAILABLE', outcome: 'unknown' })
      await release()
      await vi.waitFor(() => repository.save(session))
      expect((await repository.findById(session.id))?.getAttribute('a')).toBe(CANARY)
      await done()
      await expectWell(repository)
    })

    test('whose row somebody else has locked for long is waited for until the deadline; reads are not', async () => {
      const repository = open(connect(url), { storeTimeout: '500ms', touchInterval: 0 })
      const session = await stored(repository)
      const { release } = await lockedRow(connect(url), session.id)
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

    test('is not asked when the pool has no connection left, and that is said', async () => {
      const knex = connect(url, { pool: { min: 0, max: 1 }, acquireConnectionTimeout: 200 })
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
      const repository = open(connect(url), { touchInterval: 0 })
      const session = await stored(repository)
      const { admin, done } = administrator()
      await kind.setReadOnly(admin, true)
      const refused: Refusal = {
        code: 'STORE_UNAVAILABLE',
        outcome: 'not-applied',
        driverCode: kind.codes.readOnly,
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
        await kind.setReadOnly(admin, false)
        await done()
      }
      await vi.waitFor(() => repository.save(session), 5000)
      expect((await repository.findById(session.id))?.getAttribute('more')).toBe(CANARY)
      await expectWell(repository)
    })

    test('without its tables says which remedy there is, and works once they are there', async () => {
      const knex = connect(url)
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
      const repository = open(connect(url))
      const session = await stored(repository)
      session.setAttribute('other', 'fine')
      await repository.save(session)
      const rows = raw(url)
      for (const corrupt of [Buffer.from([0xac, 0xed, 0, 5, 0xff]), Buffer.alloc(0), '{"$type":']) {
        await rows.write(session.id, 'card', corrupt)
        const found = await repository.findById(session.id)
        expect(found?.getAttribute('card')).toBeUndefined()
        expect(found?.getAttribute('other')).toBe('fine')
        found?.setAttribute('other', 'fine')
        if (found) await repository.save(found)
        const strict = open(connect(url), { onDecodeError: 'throw' })
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
      const knex = connect(url)
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
      expect(await raw(url).keys()).toEqual([other.id])
    })

    test('a user who may only read reads', async () => {
      const session = await stored(open(connect(url)))
      const { admin, done } = administrator()
      const tables = ['SPRING_SESSION', 'SPRING_SESSION_ATTRIBUTES']
      await admin.raw('DROP USER IF EXISTS reader')
      await admin.raw('CREATE USER reader')
      for (const table of tables) await admin.raw(`GRANT SELECT ON ${table} TO reader`)
      const reader = new URL(url)
      reader.username = 'reader'
      const repository = open(connect(reader.href), { touchInterval: 0 })
      const found = await repository.findById(session.id, { touch: true })
      expect(found?.getAttribute('card')).toBe(CANARY)
      const refused: Refusal = {
        code: 'STORE_UNAVAILABLE',
        outcome: 'not-applied',
        driverCode: kind.codes.noRight,
      }
      expect(await refusalOf(repository.deleteById(session.id), [session.id])).toEqual(refused)
      const created = newSession(repository)
      expect(await refusalOf(repository.save(created), [created.id])).toEqual(refused)
      for (const table of tables) await admin.raw(`REVOKE SELECT ON ${table} FROM reader`)
      expect(await refusalOf(repository.findById(session.id), [session.id])).toEqual(refused)
      await done()
    })
  })
})
