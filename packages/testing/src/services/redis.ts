import { freePort } from './free-port.ts'
import { startOwnRedis } from './redis-own.ts'
import { launchRedis, type RunningRedis } from './redis-process.ts'
import type { Service, ServiceContext } from './service.ts'

/**
 * The lines that every server of these tests begins with: it keeps nothing on disk, may be told to
 * `DEBUG`, and sends no keyspace notifications, like one that nobody has configured.
 */
export const redisConfig: readonly string[] = [
  'bind 127.0.0.1',
  'save ""',
  'appendonly no',
  'loglevel warning',
  'enable-debug-command local',
  'notify-keyspace-events ""',
  // A master waits this long for its replicas before it ends.
  'shutdown-timeout 0',
]

export interface StartRedisOptions {
  /** Lines of `redis.conf` that are added: `['maxmemory 1mb', 'user ann on >pw ~* +@all -config']`. */
  readonly config?: readonly string[]
  /** Without one, the server asks for none. */
  readonly password?: string
}

const launch = async (
  binary: string,
  context: ServiceContext,
  { config = [], password }: StartRedisOptions,
): Promise<RunningRedis> =>
  launchRedis(binary, context, {
    port: await freePort(),
    config: [
      ...redisConfig,
      ...(password === undefined ? [] : [`requirepass "${password}"`]),
      ...config,
    ],
    password,
  })

/** One server, shared by all suites: each keeps to a namespace or database of its own. */
export const redis: Service = {
  name: 'redis',
  environmentVariable: 'SESSION_REDIS_URL',
  binaries: ['redis-server'],
  debianPackages: ['redis-server'],
  start: (binary, context) => launch(binary, context, {}),
}

/**
 * A server for one test alone, which may stop it, kill it and start it again. It starts empty each
 * time, unless `config` says otherwise (`['appendonly yes']`).
 *
 * ```ts
 * describeWithService(redisExecutable, 'a server that dies', () => {
 *   test('…', async () => {
 *     const server = await startRedis()
 *     try {
 *       await server.kill('SIGKILL')
 *       await server.restart()
 *     } finally {
 *       await server.stop()
 *     }
 *   })
 * })
 * ```
 */
export const startRedis = (options: StartRedisOptions = {}): Promise<RunningRedis> =>
  startOwnRedis((binary, context) => launch(binary, context, options))
