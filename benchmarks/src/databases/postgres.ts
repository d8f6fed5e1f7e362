import { startPostgres } from '@session/testing/services'
import type { Database } from './database.ts'
import { FamilyCpuTime } from './family-cpu-time.ts'

/** An empty database on a server of its own. */
export async function postgres(): Promise<Database> {
  const server = await startPostgres()
  // Each connection has a process.
  const cpuTime = new FamilyCpuTime(server.pid)
  return {
    name: 'PostgreSQL',
    url: server.url,
    cpuTime: async () => cpuTime.read(),
    stop: () => server.stop(),
  }
}
