import type { Knex } from 'knex'

const ATTRIBUTE = `{"revision":100000,"tags":["one","two"],"text":"${'x'.repeat(47)}"}`

/** What differs where sessions are written by the database itself. */
interface Dialect {
  /** Rows with a column `i`, from 0 to the first parameter less one. */
  readonly numbers: string
  /** An id that `i` and a letter give. */
  id(letter: string): string
  readonly bytes: string
  /** Does now what the server would do some time after so many writes, beside what is measured. */
  readonly settle: readonly string[]
}

const postgresql: Dialect = {
  numbers: 'n AS (SELECT i FROM generate_series(0, ?::int - 1) AS i)',
  id: (letter) => `CAST(CAST(md5('${letter}' || i) AS uuid) AS text)`,
  bytes: `convert_to('${ATTRIBUTE}', 'UTF8')`,
  settle: ['VACUUM ANALYZE', 'CHECKPOINT'],
}

const sqlite: Dialect = {
  numbers: 'n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ?)',
  id: (letter) => `printf('${letter}%07x-0000-4000-8000-%012x', i, i)`,
  bytes: `CAST('${ATTRIBUTE}' AS BLOB)`,
  settle: ['ANALYZE'],
}

/**
 * Sessions with one attribute in Spring Session's tables, ten of each user, that end in `lifetime`
 * milliseconds; those that have ended are other users'.
 */
export async function writeSessions(knex: Knex, count: number, lifetime: number): Promise<void> {
  const { numbers, id, bytes, settle } = knex.client.config.client === 'pg' ? postgresql : sqlite
  const letter = lifetime < 0 ? 'd' : 'a'
  const user = `'${lifetime < 0 ? 'ended' : 'user'}-' || (i / 10)`
  const accessed = Date.now() + lifetime - 3_600_000
  const times = [accessed, accessed, 3_600, accessed + 3_600_000]
  const withNumbers = `WITH ${knex.client.config.client === 'pg' ? '' : 'RECURSIVE '}${numbers}`
  await knex.raw(
    `INSERT INTO SPRING_SESSION ${withNumbers}
    SELECT ${id(letter)}, ${id(letter)}, ?, ?, ?, ?, ${user} FROM n`,
    [count, ...times],
  )
  await knex.raw(
    `INSERT INTO SPRING_SESSION_ATTRIBUTES ${withNumbers}
    SELECT ${id(letter)}, 'attribute-3', ${bytes} FROM n`,
    [count],
  )
  for (const statement of settle) await knex.raw(statement)
}

/** One of them. */
export async function anySessionId(knex: Knex): Promise<string> {
  const [row] = await knex('spring_session').limit(1).select({ id: 'session_id' })
  return row.id
}
