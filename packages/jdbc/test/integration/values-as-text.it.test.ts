import type { AttributeCodec, EncodedValue } from '@session/core'
import { describeWithService, freshDatabase, postgres } from '@session/testing/services'
import { afterAll, describe, expect, test } from 'vitest'
import { closedAfterAll, type Repository, stored } from '../open-repository.ts'

/** Hands values through as they are. */
const plain = (form: AttributeCodec['form']): AttributeCodec => ({
  form,
  numbers: 'decimal',
  encode: (value) => value as EncodedValue,
  decode: (value) => value,
})

describeWithService(postgres, 'values of PostgreSQL, which come as text', async (url) => {
  const { connect, open } = closedAfterAll()
  const database = await freshDatabase(url)
  afterAll(() => database.drop())
  const knex = connect(database.url)
  const repository = open(knex)

  const overwrite = (id: string, name: string, bytes: Buffer): Promise<unknown> =>
    Promise.resolve(
      knex.raw(
        `UPDATE SPRING_SESSION_ATTRIBUTES SET ATTRIBUTE_BYTES = ? WHERE ATTRIBUTE_NAME = ?
        AND SESSION_PRIMARY_ID = (SELECT PRIMARY_ID FROM SPRING_SESSION WHERE SESSION_ID = ?)`,
        [bytes, name, id],
      ),
    )

  test.each([
    ['a byte that is not UTF-8', Buffer.from([0xac, 0xed, 0, 5])],
    ['U+0000', Buffer.from('"a\0b"')],
    ['the first half of a character', Buffer.from('"ä').subarray(0, 2)],
  ])('%s costs that attribute, wherever the session is asked for', async (_name, bytes) => {
    const { id } = await stored(repository, { fine: 'ä🧵', odd: 1, more: 'é' }, 'eve')
    await overwrite(id, 'odd', bytes)
    for (const session of [
      await repository.findById(id),
      await repository.findById(id, { touch: true }),
      (await repository.findByPrincipalName('eve')).get(id),
    ]) {
      expect(session?.getAttribute('fine')).toBe('ä🧵')
      expect(session?.getAttribute('more')).toBe('é')
      expect(session?.getAttribute('odd')).toBeUndefined()
    }
    const ended: unknown[] = []
    const off = repository.on('destroyed', ({ session }) => {
      ended.push(session?.getAttribute('more'))
    })
    await repository.deleteById(id)
    const { id: second } = await stored(repository, { odd: 1, more: 'è' })
    await overwrite(second, 'odd', bytes)
    await knex.raw('UPDATE SPRING_SESSION SET EXPIRY_TIME = 1 WHERE SESSION_ID = ?', [second])
    expect(await repository.cleanUpExpiredSessions()).toBe(1)
    expect(ended).toEqual(['é', 'è'])
    off()
  })

  test('characters that JavaScript counts twice stand at their places', async () => {
    const attributes = { 'a🧵': '🧵🧵', b: 'x', ä: 'ß🧵ü', c: '', d: 'last' }
    const { id } = await stored(repository, attributes)
    const session = await repository.findById(id)
    for (const [name, value] of Object.entries(attributes)) {
      expect(session?.getAttribute(name)).toBe(value)
    }
  })

  const canBe: readonly [AttributeCodec['form'], EncodedValue[]][] = [
    ['text', ['', 'a', 'a\0b', '\0', '\\', '\\x41', '{"a":"b"}', 'ä🧵', "'\n\r\t\x01"]],
    ['bytes', [Buffer.alloc(0), Buffer.from([0]), Buffer.from([0xff, 0xfe]), Buffer.from('{"')]],
  ]
  describe.each(canBe)('by a codec of %s', (form, values) => {
    const own: Repository = open(knex, { codec: plain(form) })

    test('come back as they were written, one alone and all in one session', async () => {
      const all = Object.fromEntries(values.map((value, i) => [`value-${i}`, value]))
      for (const attributes of [...values.map((only) => ({ only })), all]) {
        const session = await stored(own, attributes)
        for (const round of ['inserted', 'updated']) {
          const found = await own.findById(session.id)
          for (const [name, value] of Object.entries(attributes)) {
            expect(found?.getAttribute(name), round).toEqual(value)
            session.setAttribute(name, value)
          }
          await own.save(session)
        }
      }
    })
  })

  test('a statement that was changed to give a row for each attribute is understood', async () => {
    const own = open(knex, {
      statements: {
        find: () => `SELECT s.PRIMARY_ID AS pk, s.SESSION_ID AS id, s.CREATION_TIME AS created,
          s.LAST_ACCESS_TIME AS accessed, s.MAX_INACTIVE_INTERVAL AS idle,
          a.ATTRIBUTE_NAME AS name, a.ATTRIBUTE_BYTES AS bytes
          FROM SPRING_SESSION s LEFT JOIN SPRING_SESSION_ATTRIBUTES a ON a.SESSION_PRIMARY_ID = s.PRIMARY_ID
          WHERE s.SESSION_ID = :id`,
      },
    })
    const { id } = await stored(own, { a: 1, b: 'ä' })
    const session = await own.findById(id)
    expect(session?.attributeNames.toSorted()).toEqual(['a', 'b'])
    expect(session?.getAttribute('b')).toBe('ä')
  })
})

describeWithService(postgres, 'a database whose encoding is not UTF-8', async (url) => {
  const { connect, open } = closedAfterAll()
  const database = await freshDatabase(url)
  const name = `latin_${process.pid}_${Date.now()}`
  const admin = connect(database.url)
  await admin.raw(`CREATE DATABASE ${name} ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0`)
  const there = Object.assign(new URL(database.url), { pathname: `/${name}` }).href
  const knex = connect(there)
  afterAll(async () => {
    await knex.destroy()
    await admin.raw(`DROP DATABASE ${name} WITH (FORCE)`)
    await database.drop()
  })

  test('keeps any value as it is', async () => {
    const repository = open(knex)
    const { id } = await stored(repository, { a: 'ä', b: '漢字 🧵', c: 1 })
    const session = await repository.findById(id, { touch: true })
    expect(session?.getAttribute('a')).toBe('ä')
    expect(session?.getAttribute('b')).toBe('漢字 🧵')
    await repository.deleteById(id)
  })
})
