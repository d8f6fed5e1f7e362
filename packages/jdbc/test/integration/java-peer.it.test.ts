import { jacksonCodec } from '@session/core'
import {
  describeWithService,
  freshDatabase,
  mariadb,
  postgres,
  runInShell,
} from '@session/testing/services'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import {
  expectAgreement,
  type RecordedSession,
  recording,
} from '../../../core/test/unit/codec/java-recordings.ts'
import { createSessionTables, dropSessionTables } from '../../src/index.ts'
import jdk from '../fixtures/java/jdbc-mariadb-jdk-3.5.json' with { type: 'json' }
import { javaPeer, type RecordedRows } from '../java-peer.ts'
import { closedAfterEach, type Repository } from '../own-nodes.ts'
import { springMysqlTables } from '../spring-mysql-tables.ts'

type Recording = RecordedRows & { readonly sessions: Readonly<Record<string, RecordedSession>> }

const PRINCIPAL =
  'org.springframework.session.FindByIndexNameSessionRepository.PRINCIPAL_NAME_INDEX_NAME'

describeWithService(postgres, "a Java service's sessions in PostgreSQL", async (server) => {
  const database = await freshDatabase(server)
  afterAll(() => database.drop())
  const recorded = recording<Recording>('jdbc-postgresql-json-3.5')
  const sessions = Object.values(recorded.sessions)
  const moment = (sessions[0] as RecordedSession).lastAccessedTime + 10_000
  const { connect, open } = closedAfterEach()

  describe.each(['bytes', 'json'] as const)('with a column of %s', (attributeColumn) => {
    beforeEach(async () => {
      const knex = connect(database.url)
      await dropSessionTables(knex)
      await createSessionTables(knex, { attributeColumn })
    })
    const java = (): ReturnType<typeof javaPeer> => javaPeer(connect(database.url), attributeColumn)
    const node = (now = moment): Repository =>
      open(connect(database.url), {
        attributeColumn,
        clock: { now: () => now },
        codec: jacksonCodec(),
      })

    test('are what Java says they are', async () => {
      await java().restore(recorded)
      const repository = node()
      for (const session of sessions) {
        const found = await repository.findById(session.id)
        expect(found?.creationTime.getTime()).toBe(session.creationTime)
        expect(found?.lastAccessedTime.getTime()).toBe(session.lastAccessedTime)
        expect(found?.maxInactiveInterval).toBe(session.maxInactiveInterval)
        expect([...(found?.attributeNames ?? [])].sort()).toEqual(
          Object.keys(session.attributes).sort(),
        )
        for (const [attribute, value] of Object.entries(session.attributes)) {
          expectAgreement(found?.getAttribute(attribute), value)
        }
      }
    })

    test('are found by the user under whom Java filed them, and change their id with us', async () => {
      await java().restore(recorded)
      const repository = node()
      const ids = recorded.SPRING_SESSION.filter(({ PRINCIPAL_NAME }) => PRINCIPAL_NAME === 'alice')
      const found = await repository.findByPrincipalName('alice')
      expect([...found.keys()].sort()).toEqual(ids.map(({ SESSION_ID }) => SESSION_ID).sort())
      for (const session of found.values()) {
        session.changeSessionId()
        await repository.save(session)
      }
      const after = await repository.findByPrincipalName('alice')
      expect(after.size).toBe(found.size)
      for (const id of found.keys()) expect(after.has(id)).toBe(false)
    })

    test('that we touch, read and add to keep what Java wrote', async () => {
      const peer = java()
      await peer.restore(recorded)
      const { id } = recorded.sessions.attributes as RecordedSession
      const before = await peer.find(id)
      const repository = node()
      const session = await repository.findById(id, { touch: true })
      if (session === undefined) throw new Error('lost')
      for (const name of session.attributeNames) session.getAttribute(name)
      session.setAttribute('added', 'here')
      await repository.save(session)
      const after = await peer.find(id)
      expect(after.primaryId).toBe(before.primaryId)
      expect(after.attributes).toEqual(new Map([...before.attributes, ['added', '"here"']]))
      expect((await repository.findByPrincipalName('alice')).has(id)).toBe(true)
    })

    test('of ours hold the principal where Java looks for it, and lose nothing when it touches them', async () => {
      const repository = node()
      const session = repository.createSession()
      session.setAttribute('cart', { items: ['book'], total: 19.5 })
      session.principalName = 'ada'
      await repository.save(session)
      const peer = java()
      const held = await peer.find(session.id)
      expect(held.attributes.get(PRINCIPAL)).toBe('"ada"')
      await peer.touch(held, moment + 60_000)
      const found = await node(moment + 70_000).findById(session.id)
      expect(found?.lastAccessedTime.getTime()).toBe(moment + 60_000)
      expect(found?.getAttribute('cart')).toEqual({ items: ['book'], total: 19.5 })
      expect((await repository.findByPrincipalName('ada')).has(session.id)).toBe(true)

      await peer.save(held, moment + 80_000, 'java', '"was here"')
      expect((await repository.findById(session.id))?.getAttribute('java')).toBe('was here')
      const mine = await repository.findById(session.id)
      mine?.removeAttribute('java')
      if (mine) await repository.save(mine)
      expect((await peer.find(session.id)).attributes.has('java')).toBe(false)
    })

    test('end for both, whoever ends them; what Java saves too late stores nothing', async () => {
      const knex = connect(database.url)
      const peer = java()
      const repository = node()
      const [ours, theirs] = [repository.createSession(), repository.createSession()]
      for (const session of [ours, theirs]) {
        session.setAttribute('a', 1)
        session.principalName = 'ada'
        await repository.save(session)
      }
      const held = await peer.find(ours.id)
      await repository.deleteById(ours.id)
      await peer.save(held, moment + 1000, 'late', '"x"')
      expect(await repository.findById(ours.id)).toBeUndefined()

      await peer.deleteById(theirs.id)
      theirs.setAttribute('late', 1)
      await expect(repository.save(theirs)).rejects.toMatchObject({ code: 'SESSION_GONE' })
      expect(await repository.findById(theirs.id)).toBeUndefined()
      expect((await repository.findByPrincipalName('ada')).size).toBe(0)
      for (const table of ['spring_session', 'spring_session_attributes']) {
        expect(await knex(table).select()).toEqual([])
      }
    })

    test('expire for both at the same moment, and those that never do stay', async () => {
      const peer = java()
      await peer.restore(recorded)
      const { interval, never } = recorded.sessions as Record<string, RecordedSession>
      if (interval === undefined || never === undefined) throw new Error('not recorded')
      const end = interval.lastAccessedTime + interval.maxInactiveInterval * 1000
      expect(await node(end - 1).findById(interval.id)).toBeDefined()
      expect(await node(end).findById(interval.id)).toBeUndefined()
      expect(await node(end).cleanUpExpiredSessions()).toBe(1)
      const repository = node()
      const mine = repository.createSession()
      mine.maxInactiveInterval = 'never'
      await repository.save(mine)
      await peer.cleanUp(Number.MAX_SAFE_INTEGER)
      const knex = connect(database.url)
      const ids = (await knex('spring_session').select('session_id')) as { session_id: string }[]
      expect(ids.map((row) => row.session_id).sort()).toEqual([mine.id, never.id].sort())
      await repository.deleteById(never.id)
      expect(await repository.findById(never.id)).toBeUndefined()
    })

    test('keep columns that neither of us knows', async () => {
      const knex = connect(database.url)
      await knex.raw('ALTER TABLE SPRING_SESSION ADD COLUMN TENANT VARCHAR(20)')
      await knex.raw("ALTER TABLE SPRING_SESSION_ATTRIBUTES ADD COLUMN NOTE VARCHAR(9) DEFAULT 'x'")
      const repository = node()
      const session = repository.createSession()
      session.setAttribute('a', 1)
      await repository.save(session)
      await knex('spring_session').update({ tenant: 'acme' })
      await knex('spring_session_attributes').update({ note: 'mine' })
      const found = await repository.findById(session.id, { touch: true })
      found?.setAttribute('a', 2)
      found?.changeSessionId()
      if (found) await repository.save(found)
      expect((await knex('spring_session').first()).tenant).toBe('acme')
      expect((await knex('spring_session_attributes').first()).note).toBe('mine')
      await node(moment).cleanUpExpiredSessions()
      await repository.deleteById(found?.id ?? '')
      expect(await knex('spring_session').select()).toEqual([])
    })
  })
})

describeWithService(mariadb, "a Java service's sessions in MariaDB", async (server) => {
  const database = await freshDatabase(server)
  afterAll(() => database.drop())
  const recorded = jdk as unknown as Recording
  const { connect, open, raw } = closedAfterEach()

  test("in Java's own serialization are passed on untouched, and found by their user", async () => {
    await runInShell(database.url, springMysqlTables)
    await javaPeer(connect(database.url)).restore(recorded)
    const now = (recorded.sessions.empty as RecordedSession).lastAccessedTime + 10_000
    const repository = open(connect(database.url), {
      clock: { now: () => now },
      codec: jacksonCodec(),
    })
    const stored = raw(database.url)
    for (const session of Object.values(recorded.sessions)) {
      const before = await stored.read(session.id)
      const found = await repository.findById(session.id, { touch: true })
      expect([...(found?.attributeNames ?? [])].sort()).toEqual(
        Object.keys(session.attributes).sort(),
      )
      for (const name of found?.attributeNames ?? []) {
        expect(found?.getAttribute(name)).toBeUndefined()
      }
      found?.setAttribute('added', 'here')
      if (found) await repository.save(found)
      const after = await stored.read(session.id)
      const kept = Object.fromEntries(before?.attributes ?? [])
      expect(Object.fromEntries(after?.attributes ?? [])).toEqual({ ...kept, added: '"here"' })
    }
    const filed = recorded.SPRING_SESSION.filter(({ PRINCIPAL_NAME }) => PRINCIPAL_NAME === 'alice')
    expect([...(await repository.findByPrincipalName('alice')).keys()].sort()).toEqual(
      filed.map(({ SESSION_ID }) => SESSION_ID).sort(),
    )
  })
})
