import { execFile } from 'node:child_process'
import { chownSync, realpathSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { launchDatabase, type RunningDatabase } from './database-process.ts'
import { freePort } from './free-port.ts'
import { postgresExecutable } from './postgres-executable.ts'
import type { Service, ServiceContext } from './service.ts'
import { startOwn } from './start-own.ts'

const run = promisify(execFile)

/**
 * The settings that every server of these tests begins with. It survives a kill without loss, though
 * not a power cut, and counts statements: `CREATE EXTENSION pg_stat_statements`.
 */
const settings: readonly string[] = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'fsync=off',
  'full_page_writes=off',
  'max_connections=200',
  'shared_preload_libraries=pg_stat_statements',
]

export interface StartPostgresOptions {
  /** Settings that are added: `['default_transaction_read_only=on', 'max_connections=5']`. */
  readonly config?: readonly string[]
}

const launch = async (
  binary: string,
  context: ServiceContext,
  { config = [] }: StartPostgresOptions,
): Promise<RunningDatabase> => {
  const port = await freePort()
  const folder = context.folder()
  const data = join(folder, 'data')
  const initdb = join(dirname(realpathSync(binary)), 'initdb')
  await giveToPostgres(folder)
  await run(
    ...asPostgres(initdb, [
      ...['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'],
    ]),
  )
  const options = [...settings, ...config].flatMap((setting) => ['-c', setting])
  const [command, args] = asPostgres(binary, ['-D', data, '-p', String(port), ...options])
  return launchDatabase(context, {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    port,
    command,
    args,
    pidFile: join(data, 'postmaster.pid'),
    ready: (pidFile) => pidFile.split('\n')[7]?.trim() === 'ready',
    stopSignal: 'SIGINT',
  })
}

const isRoot = (): boolean => process.getuid?.() === 0

/** PostgreSQL refuses to be run by root: it gets the user that Debian's package made for it. */
const asPostgres = (binary: string, args: readonly string[]): [string, readonly string[]] =>
  isRoot()
    ? ['setpriv', ['--reuid=postgres', '--regid=postgres', '--init-groups', binary, ...args]]
    : [binary, args]

const giveToPostgres = async (folder: string): Promise<void> => {
  if (!isRoot()) return
  const id = async (flag: string): Promise<number> =>
    Number((await run('id', [flag, 'postgres'])).stdout)
  chownSync(folder, await id('-u'), await id('-g'))
}

/** One server, shared by all suites: each has a database of its own, from `freshDatabase()`. */
export const postgres: Service = {
  ...postgresExecutable,
  name: 'postgres',
  environmentVariable: 'SESSION_POSTGRES_URL',
  start: (binary, context) => launch(binary, context, {}),
}

/**
 * A server for one test alone, which may stop it, kill it and start it again. It keeps its data over
 * restarts.
 *
 * ```ts
 * describeWithService(postgresExecutable, 'a server that dies', () => {
 *   test('…', async () => {
 *     const server = await startPostgres()
 *     try {
 *       await server.kill()
 *       await server.restart()
 *     } finally {
 *       await server.stop()
 *     }
 *   })
 * })
 * ```
 */
export const startPostgres = (options: StartPostgresOptions = {}): Promise<RunningDatabase> =>
  startOwn(postgresExecutable, (binary, context) => launch(binary, context, options))
