import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Database } from './database.ts'

/** A folder for files of databases, which processes open themselves. */
export async function sqlite(): Promise<Database> {
  const folder = await mkdtemp(join(tmpdir(), 'session-benchmark-'))
  return {
    name: 'SQLite',
    url: folder,
    cpuTime: async () => 0,
    stop: () => rm(folder, { recursive: true, force: true }),
  }
}
