import { once } from 'node:events'
import { existsSync, readlinkSync } from 'node:fs'
import { createServer } from 'node:net'
import { afterEach, describe, expect, test, vi } from 'vitest'
import type { RunningDatabase } from '../../../src/services/database-process.ts'
import { runInShell } from '../../../src/services/database-shell.ts'
import { describeWithService } from '../../../src/services/describe-with-service.ts'
import { freePort } from '../../../src/services/free-port.ts'
import { freshDatabase } from '../../../src/services/fresh-database.ts'
import { mariadb, startMariadb } from '../../../src/services/mariadb.ts'
import { mariadbExecutable } from '../../../src/services/mariadb-executable.ts'
import { postgres, startPostgres } from '../../../src/services/postgres.ts'
import { postgresExecutable } from '../../../src/services/postgres-executable.ts'
import type { Service } from '../../../src/services/service.ts'
import { processState } from './redis-probe.ts'

interface Database {
  readonly name: string
  readonly shared: Service
  readonly executable: Service
  start(options?: { config?: readonly string[] }): Promise<RunningDatabase>
  /** A setting to give it, and how to ask for it. */
  readonly setting: { readonly config: string; readonly query: string; readonly value: string }
  /** How often `SELECT 4711` ran, whatever its number. */
  readonly countSelects: string
}

const databases: readonly Database[] = [
  {
    name: 'PostgreSQL',
    shared: postgres,
    executable: postgresExecutable,
    start: startPostgres,
    setting: { config: 'max_connections=17', query: 'SHOW max_connections', value: '17' },
    countSelects: `CREATE EXTENSION IF NOT EXISTS pg_stat_statements;
      SELECT sum(calls) FROM pg_stat_statements JOIN pg_database d ON d.oid = dbid
      WHERE datname = current_database() AND query = 'SELECT $1'`,
  },
  {
    name: 'MariaDB',
    shared: mariadb,
    executable: mariadbExecutable,
    start: startMariadb,
    setting: { config: 'max-connections=17', query: 'SELECT @@max_connections', value: '17' },
    countSelects: `SELECT SUM(COUNT_STAR) FROM performance_schema.events_statements_summary_by_digest
      WHERE SCHEMA_NAME = DATABASE() AND DIGEST_TEXT LIKE 'SELECT ?%'`,
  },
]

describe.each(databases)('$name', ({ name, shared, executable, start, setting, countSelects }) => {
  describeWithService(shared, `${name} that suites share`, (url) => {
    test('gives each a database of its own, with counters of its own', async () => {
      const [one, other] = await Promise.all([freshDatabase(url), freshDatabase(url)])
      try {
        await runInShell(one.url, 'CREATE TABLE t (a INT); INSERT INTO t VALUES (1);')
        await expect(runInShell(other.url, 'SELECT * FROM t;')).rejects.toThrow(/\bt\b/)
        await runInShell(one.url, 'SELECT 4711; SELECT 4712;')
        await runInShell(other.url, 'SELECT 4713;')
        // A statement is counted at its end, which may be after its answer.
        await vi.waitFor(async () => {
          expect(await runInShell(one.url, countSelects)).toBe('2')
          expect(await runInShell(other.url, countSelects)).toBe('1')
        })
      } finally {
        await Promise.all([one.drop(), other.drop()])
      }
      await expect(runInShell(one.url, 'SELECT 1;')).rejects.toThrow(/session_[0-9a-f]{32}/)
      await one.drop()
    })
  })

  describeWithService(executable, `${name} of a test alone`, () => {
    const started: RunningDatabase[] = []
    afterEach(async () => {
      for (const one of started.splice(0)) await one.stop()
    })
    const startOne = async (config: readonly string[] = []): Promise<RunningDatabase> => {
      const server = await start({ config })
      started.push(server)
      return server
    }

    test('takes settings, and is gone with its folder once it is stopped', async () => {
      const server = await startOne([setting.config])
      expect(await runInShell(server.url, `${setting.query};`)).toBe(setting.value)
      const folder = readlinkSync(`/proc/${server.pid}/cwd`)
      await server.stop()
      expect(processState(server.pid)).toBeUndefined()
      expect(existsSync(folder)).toBe(false)
      await server.stop()
    })

    test('keeps what was committed when it is killed and started again on the same port', async () => {
      const server = await startOne()
      const { port, pid } = server
      await runInShell(server.url, 'CREATE TABLE t (a INT); INSERT INTO t VALUES (42);')
      await server.kill()
      await expect(runInShell(server.url, 'SELECT 1;')).rejects.toThrow(/refused|connect/)
      await server.restart()
      expect(server.port).toBe(port)
      expect(server.pid).not.toBe(pid)
      expect(await runInShell(server.url, 'SELECT a FROM t;')).toBe('42')
    })

    test('tells at once why it did not start when somebody else has its port', async () => {
      const server = await startOne()
      await server.kill()
      const other = createServer().listen(server.port, '127.0.0.1')
      await once(other, 'listening')
      try {
        await expect(server.restart()).rejects.toThrow(/ended before it .*address/is)
      } finally {
        other.close()
      }
    })

    test('answers nothing while it is paused, and can be restarted then', async () => {
      const server = await startOne()
      server.pause()
      await vi.waitFor(() => expect(processState(server.pid)).toBe('T'))
      let answered = false
      const reply = runInShell(server.url, 'SELECT 1;').finally(() => {
        answered = true
      })
      // The same shell finds out in a similar time that nobody is at another address.
      const nowhere = server.url.replace(String(server.port), String(await freePort()))
      await expect(runInShell(nowhere, 'SELECT 1;')).rejects.toThrow()
      expect(answered).toBe(false)
      server.resume()
      expect(await reply).toBe('1')
      server.pause()
      await server.restart()
      expect(await runInShell(server.url, 'SELECT 1;')).toBe('1')
    })
  })
})
