import { execFile } from 'node:child_process'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { launchDatabase, type RunningDatabase } from './database-process.ts'
import { findBinary } from './find-binary.ts'
import { freePort } from './free-port.ts'
import { mariadbExecutable } from './mariadb-executable.ts'
import type { Service, ServiceContext } from './service.ts'
import { startOwn } from './start-own.ts'

const run = promisify(execFile)

/**
 * The settings that every server of these tests begins with. It survives a kill without loss, though
 * not a power cut, and counts statements: `performance_schema.events_statements_summary_by_digest`.
 */
const settings: readonly string[] = [
  'bind-address=127.0.0.1',
  'skip-log-bin',
  'innodb-flush-log-at-trx-commit=2',
  'innodb-buffer-pool-size=64M',
  'max-connections=200',
  'performance-schema=on',
]

export interface StartMariadbOptions {
  /** Settings that are added: `['innodb-lock-wait-timeout=1', 'read-only=on']`. */
  readonly config?: readonly string[]
}

const launch = async (
  binary: string,
  context: ServiceContext,
  { config = [] }: StartMariadbOptions,
): Promise<RunningDatabase> => {
  const port = await freePort()
  const folder = context.folder()
  const pidFile = join(folder, 'mariadb.pid')
  // No file of the machine's may change what tests see, nor another server's temporary files: each
  // removes those that it finds in its folder when it starts.
  const own = [
    '--no-defaults',
    `--user=${userInfo().username}`,
    `--datadir=${join(folder, 'data')}`,
    `--tmpdir=${folder}`,
  ]
  await run(findBinary(['mariadb-install-db']) ?? 'mariadb-install-db', [
    ...own,
    '--auth-root-authentication-method=normal',
  ])
  return launchDatabase(context, {
    url: `mysql://root@127.0.0.1:${port}/test`,
    port,
    command: binary,
    args: [
      ...own,
      `--port=${port}`,
      `--socket=${join(folder, 'socket')}`,
      `--pid-file=${pidFile}`,
      ...[...settings, ...config].map((setting) => `--${setting}`),
    ],
    pidFile,
    ready: () => true,
    stopSignal: 'SIGTERM',
  })
}

/** One server, shared by all suites: each has a database of its own, from `freshDatabase()`. */
export const mariadb: Service = {
  ...mariadbExecutable,
  name: 'mariadb',
  environmentVariable: 'SESSION_MARIADB_URL',
  start: (binary, context) => launch(binary, context, {}),
}

/**
 * A server for one test alone, which may stop it, kill it and start it again. It keeps its data over
 * restarts. Use it in `describeWithService(mariadbExecutable, …)`.
 */
export const startMariadb = (options: StartMariadbOptions = {}): Promise<RunningDatabase> =>
  startOwn(mariadbExecutable, (binary, context) => launch(binary, context, options))
