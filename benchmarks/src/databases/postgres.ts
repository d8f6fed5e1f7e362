import { startPostgres } from '@session/testing/services'
import { cpuTimeOfFamily } from './cpu-time-of-family.ts'
import type { Database } from './database.ts'

/** An empty database on a server of its own. */
export async function postgres(): Promise<Database> {
  const server = await startPostgres()
  return {
    name: 'PostgreSQL',
    url: server.url,
    // Each connection has a process.
    cpuTime: async () => cpuTimeOfFamily(server.pid),
    stop: () => server.stop(),
  }
}
