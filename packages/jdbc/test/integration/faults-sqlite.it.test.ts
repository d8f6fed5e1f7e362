import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createSessionTables, dropSessionTables } from '../../src/index.ts'
import {
  CANARY,
  expectWell,
  newSession,
  type Refusal,
  refusalOf,
  stored,
} from '../failing-calls.ts'
import { closedAfterEach } from '../own-nodes.ts'

describe('an SQLite file that fails', () => {
  let folder: string
  let file: string
  // Before the hook that closes what a test opened: hooks after a test run in the opposite order.
  afterEach(() => rmSync(folder, { recursive: true, force: true }))
  const { connect, open, raw } = closedAfterEach()
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'session-faults-'))
    file = join(folder, 'sessions.db')
  })

  test('because its folder does not exist says so, and works once it does', async () => {
    const later = join(folder, 'later')
    const repository = open(connect(join(later, 'sessions.db')))
    const session = newSession(repository)
    const cannotOpen = { code: 'STORE_UNAVAILABLE', outcome: 'not-applied' }
    expect(await refusalOf(repository.save(session), [session.id])).toMatchObject(cannotOpen)
    mkdirSync(later)
    await expectWell(repository)
    await repository.save(session)
    expect((await repository.findById(session.id))?.getAttribute('card')).toBe(CANARY)
  })

  test('because it is no database is left as it is', async () => {
    writeFileSync(file, 'my diary, '.repeat(1000))
    const repository = open(connect(file))
    const session = newSession(repository)
    expect(await refusalOf(repository.save(session), [session.id])).toMatchObject({
      code: 'STORE_UNAVAILABLE',
      driverCode: 'SQLITE_NOTADB',
    })
    expect((await refusalOf(repository.ready())).code).toBe('STORE_UNAVAILABLE')
  })

  test('because somebody else has it locked is waited for until the deadline; reads are not', async () => {
    const repository = open(connect(file), { storeTimeout: '400ms', touchInterval: 0 })
    const session = await stored(repository)
    const other = connect(file)
    await other.raw('BEGIN IMMEDIATE')
    session.setAttribute('a', CANARY)
    expect(await refusalOf(repository.save(session), [session.id])).toMatchObject({
      outcome: 'unknown',
    })
    const created = newSession(repository)
    expect(await refusalOf(repository.save(created), [created.id])).toMatchObject({
      outcome: 'unknown',
    })
    expect((await refusalOf(repository.deleteById(session.id), [session.id])).outcome).toBe(
      'unknown',
    )
    const found = await repository.findById(session.id, { touch: true })
    expect(found?.getAttribute('card')).toBe(CANARY)
    expect((await repository.findByPrincipalName(CANARY)).size).toBe(1)
    await other.raw('COMMIT')
    await expectWell(repository)
    await repository.save(created)
    expect((await repository.findById(created.id))?.getAttribute('card')).toBe(CANARY)
  })

  test('because a process that died in a transaction had it locked has lost nothing', async () => {
    const repository = open(connect(file))
    const session = await stored(repository)
    const program = `import Database from 'better-sqlite3'
      const database = new Database(process.argv[1])
      database.exec("BEGIN IMMEDIATE; DELETE FROM SPRING_SESSION")
      process.kill(process.pid, 'SIGKILL')`
    expect(() =>
      execFileSync(process.execPath, ['--input-type=module', '--eval', program, file], {
        cwd: import.meta.dirname,
        stdio: 'ignore',
      }),
    ).toThrow()
    expect((await repository.findById(session.id))?.getAttribute('card')).toBe(CANARY)
    await expectWell(repository)
  })

  test.each(['query_only', 'mode'])('because it may only be read (%s) is read', async (means) => {
    const knex = connect(file)
    const repository = open(knex, { touchInterval: 0 })
    const session = await stored(repository)
    const setReadOnly = async (on: boolean): Promise<void> => {
      if (means === 'query_only') await knex.raw(`PRAGMA query_only = ${on ? 1 : 0}`)
      else chmodSync(file, on ? 0o444 : 0o644)
    }
    await setReadOnly(true)
    // Root may write to any file.
    if (means === 'mode' && process.getuid?.() === 0) return
    const refused = { code: 'STORE_UNAVAILABLE', outcome: 'not-applied' }
    const created = newSession(repository)
    expect(await refusalOf(repository.save(created), [created.id])).toMatchObject(refused)
    session.setAttribute('a', CANARY)
    expect(await refusalOf(repository.save(session), [session.id])).toMatchObject(refused)
    expect(await refusalOf(repository.deleteById(session.id), [session.id])).toMatchObject(refused)
    const found = await repository.findById(session.id, { touch: true })
    expect(found?.getAttribute('card')).toBe(CANARY)
    await setReadOnly(false)
    await repository.save(session)
    await expectWell(repository)
  })

  test('because it may not grow still reads; what is refused is not applied', async () => {
    let most = 100_000
    const afterCreate = (connection: { exec(sql: string): unknown }, done: () => void): void => {
      connection.exec(`PRAGMA max_page_count = ${most}`)
      done()
    }
    const knex = connect(file, { pool: { afterCreate } })
    const limit = async (pages: number): Promise<void> => {
      most = pages
      await knex.raw(`PRAGMA max_page_count = ${pages}`)
    }
    await expectFullAndWell({
      repository: open(knex, { touchInterval: 0 }),
      fill: async () => {
        const [row] = (await knex.raw('PRAGMA page_count')) as { page_count: number }[]
        await limit(Number(row?.page_count))
      },
      makeRoom: () => limit(100_000),
    })
  })

  test('because its disk is full still reads; what is refused is not applied', async ({ skip }) => {
    const disk = join(folder, 'disk')
    mkdirSync(disk)
    try {
      execFileSync('/bin/mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', disk], {
        stdio: 'ignore',
      })
    } catch {
      skip('A small disk can be made by root alone. Not growing is tested without.')
    }
    const knex = connect(join(disk, 'sessions.db'))
    try {
      const ballast = join(disk, 'ballast')
      await expectFullAndWell({
        repository: open(knex, { touchInterval: 0 }),
        fill: async () => {
          for (const size of [65536, 4096, 512, 1]) {
            try {
              for (;;) writeFileSync(ballast, Buffer.alloc(size), { flag: 'a' })
            } catch (error) {
              expect(error).toMatchObject({ code: 'ENOSPC' })
            }
          }
        },
        makeRoom: async () => rmSync(ballast),
      })
    } finally {
      await knex.destroy()
      // Lazily: the driver lets go of the file when its handle is collected.
      execFileSync('/bin/umount', ['-l', disk])
    }
  })

  test('because its tables are gone says which remedy there is, and works once they are there', async () => {
    const knex = connect(file)
    const repository = open(knex)
    const session = await stored(repository)
    await dropSessionTables(knex)
    const missing: Refusal = { code: 'ILLEGAL_STATE', outcome: 'not-applied' }
    const created = newSession(repository)
    for (const call of [
      () => repository.findById(session.id),
      () => repository.deleteById(session.id),
      () => repository.findByPrincipalName(CANARY),
      () => repository.cleanUpExpiredSessions(),
      () => repository.save(created),
    ]) {
      expect(await refusalOf(call(), [session.id, created.id])).toEqual(missing)
    }
    await createSessionTables(knex)
    await expectWell(repository)
    await repository.save(created)
  })

  test('with values that nobody can read keeps them, and reads the others', async () => {
    const knex = connect(file)
    const repository = open(knex)
    const [session, other] = [await stored(repository), await stored(repository)]
    for (const corrupt of ["X'aced0005ff'", "''", "'{'", '42', '1.5', 'zeroblob(10)']) {
      await knex.raw(`UPDATE SPRING_SESSION_ATTRIBUTES SET ATTRIBUTE_BYTES = ${corrupt}
        WHERE ATTRIBUTE_NAME = 'card' AND SESSION_PRIMARY_ID =
          (SELECT PRIMARY_ID FROM SPRING_SESSION WHERE SESSION_ID = '${session.id}')`)
      const found = await repository.findById(session.id)
      expect(found?.getAttribute('card'), corrupt).not.toBe(CANARY)
      expect((await repository.findByPrincipalName(CANARY)).size).toBe(2)
    }
    for (const column of ['CREATION_TIME', 'LAST_ACCESS_TIME', 'MAX_INACTIVE_INTERVAL']) {
      for (const value of ["'soon'", "X'00'", '9223372036854775807', '-1e300']) {
        await knex.raw(
          `UPDATE SPRING_SESSION SET ${column} = ${value} WHERE SESSION_ID = '${session.id}'`,
        )
        await repository.findById(session.id, { touch: true })
        expect((await repository.findByPrincipalName(CANARY)).has(other.id)).toBe(true)
        await repository.cleanUpExpiredSessions()
      }
    }
    await repository.deleteById(session.id)
    expect(await raw(file).keys()).not.toContain(session.id)
    await expectWell(repository)
  })
})

interface FullDisk {
  readonly repository: ReturnType<ReturnType<typeof closedAfterEach>['open']>
  readonly fill: () => Promise<void>
  readonly makeRoom: () => Promise<unknown>
}

async function expectFullAndWell({ repository, fill, makeRoom }: FullDisk): Promise<void> {
  const session = await stored(repository)
  await fill()
  const refused: Refusal = { code: 'STORE_FULL', outcome: 'not-applied' }
  const created = newSession(repository)
  created.setAttribute('much', 'x'.repeat(200_000))
  expect(await refusalOf(repository.save(created), [created.id])).toEqual(refused)
  session.setAttribute('much', 'x'.repeat(200_000))
  session.setAttribute('more', CANARY)
  expect(await refusalOf(repository.save(session), [session.id])).toEqual(refused)
  const found = await repository.findById(session.id, { touch: true })
  expect(found?.getAttribute('card')).toBe(CANARY)
  expect(found?.attributeNames).not.toContain('more')
  await makeRoom()
  await repository.save(session)
  await repository.save(created)
  expect((await repository.findById(session.id))?.getAttribute('more')).toBe(CANARY)
  await expectWell(repository)
}
