import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import createKnex from 'knex'
import { openDatabase, TABLE } from './jdbc.ts'
import type { SharedStore } from './store.ts'

const FILE = fileURLToPath(new URL('../../.data/sessions.db', import.meta.url))

/** A file that every process of this computer can open. It stays, so sessions outlive the demo. */
export const sqliteStore: SharedStore = {
  name: 'sqlite',
  title: 'SQLite file',
  find: async ({ SQLITE_FILE: file = FILE }) => {
    mkdirSync(dirname(file), { recursive: true })
    const peek = `sqlite3 ${file} 'SELECT * FROM ${TABLE}'`
    return { url: file, peek, release: async () => {} }
  },
  open: (filename) =>
    openDatabase(
      createKnex({
        client: 'better-sqlite3',
        connection: { filename },
        useNullAsDefault: true,
      }),
      { events: 'outbox' },
    ),
}
