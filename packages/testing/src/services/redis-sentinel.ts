import { randomBytes } from 'node:crypto'
import { redisConfig } from './redis.ts'
import type { RedisReply } from './redis-connection.ts'
import { freePorts, launchTogether, readyTogether, stopTogether } from './redis-group.ts'
import { startOwnRedis } from './redis-own.ts'
import { launchRedis, type RunningRedis } from './redis-process.ts'
import { redisReady } from './redis-ready.ts'
import type { RunningService, Service, ServiceContext } from './service.ts'

/** A master with its replica and sentinels, of a test's own, to be broken. */
export interface RunningRedisSentinel extends RunningService {
  /** `redis+sentinel://127.0.0.1:26379,127.0.0.1:26380,127.0.0.1:26381/mymaster` */
  readonly url: string
  /** The master when all began; a failover makes it the replica. */
  readonly master: RunningRedis
  readonly replica: RunningRedis
  readonly sentinels: readonly RunningRedis[]
}

export interface StartRedisSentinelOptions {
  /** Lines of `redis.conf` that master and replica get: `['min-replicas-to-write 1']`. */
  readonly config?: readonly string[]
  /**
   * How long the master says nothing before the sentinels call it down, in milliseconds.
   * @default 1000
   */
  readonly downAfter?: number
}

const masterName = 'mymaster'

const launch = async (
  binary: string,
  context: ServiceContext,
  { config = [], downAfter = 1000 }: StartRedisSentinelOptions,
): Promise<RunningRedisSentinel> => {
  const [masterPort = 0, replicaPort = 0, ...sentinelPorts] = await freePorts(5)
  const data = (port: number, ...lines: string[]): Promise<RunningRedis> =>
    launchRedis(binary, context, {
      port,
      config: [...redisConfig, 'repl-diskless-sync-delay 0', ...lines, ...config],
    })
  const servers = await launchTogether([data(masterPort), data(replicaPort)])
  const [master, replica] = servers as readonly [RunningRedis, RunningRedis]
  // By command and not by configuration, which a server looks at once a second.
  const following = redisReady({ port: replicaPort }, async (ask) => {
    const info = String(await ask('INFO', 'replication'))
    if (!info.includes('role:slave')) await ask('REPLICAOF', '127.0.0.1', String(masterPort))
    if (!info.includes('master_link_status:up')) throw new Error(info)
  })
  await readyTogether(servers, following)

  const identities = sentinelPorts.map((port) => ({ port, id: randomBytes(20).toString('hex') }))
  const launchSentinel = ({ port, id }: { port: number; id: string }): Promise<RunningRedis> =>
    launchRedis(binary, context, {
      port,
      args: ['--sentinel'],
      config: [
        'bind 127.0.0.1',
        'loglevel warning',
        `sentinel myid ${id}`,
        `sentinel monitor ${masterName} 127.0.0.1 ${masterPort} 2`,
        `sentinel down-after-milliseconds ${masterName} ${downAfter}`,
        `sentinel failover-timeout ${masterName} 3000`,
        // Sentinels that know each other from the start need no seconds to find each other.
        `sentinel known-replica ${masterName} 127.0.0.1 ${replicaPort}`,
        ...identities
          .filter((other) => other.port !== port)
          .map(
            (other) => `sentinel known-sentinel ${masterName} 127.0.0.1 ${other.port} ${other.id}`,
          ),
      ],
    })
  const launching = launchTogether(identities.map(launchSentinel))
  await readyTogether(servers, launching)
  const sentinels = await launching
  const all = [...servers, ...sentinels]
  await readyTogether(all, Promise.all(sentinelPorts.map(sentinelReady)))
  return {
    url: `redis+sentinel://${sentinelPorts.map((port) => `127.0.0.1:${port}`).join(',')}/${masterName}`,
    master,
    replica,
    sentinels,
    stop: () => stopTogether(all),
  }
}

/** A sentinel's answer about one server: names and values in turn. */
const facts = (reply: RedisReply | undefined): ReadonlyMap<RedisReply, RedisReply> => {
  const list = Array.isArray(reply) ? (reply as readonly RedisReply[]) : []
  return new Map(list.flatMap((name, at) => (at % 2 ? [] : [[name, list[at + 1] ?? null]])))
}

/** Ready to fail over: connected to the master, to a replica in step, and to two that would agree. */
const sentinelReady = (port: number): Promise<void> =>
  redisReady({ port }, async (ask) => {
    const servers = async (what: string): Promise<readonly RedisReply[]> =>
      (await ask('SENTINEL', what, masterName)) as readonly RedisReply[]
    const master = facts(await servers('MASTER'))
    const others = (await servers('SENTINELS')).map(facts)
    const replicas = (await servers('REPLICAS')).map(facts)
    const flags = [master, ...others, ...replicas].map((one) => one.get('flags')).join(' ')
    const links = replicas.map((one) => one.get('master-link-status')).join(' ')
    if (flags !== 'master sentinel sentinel slave' || links !== 'ok')
      throw new Error(`Flags: ${flags}. The replica's link to the master: ${links}.`)
    await ask('SENTINEL', 'CKQUORUM', masterName)
  })

/**
 * A master, a replica and three sentinels, shared by all suites: each keeps to a namespace of its own,
 * and none makes the master fail. Its URL is `redis+sentinel://`, the addresses of the sentinels and
 * the master's name; `parseRedisUrl()` reads it.
 */
export const redisSentinel: Service = {
  name: 'redis-sentinel',
  environmentVariable: 'SESSION_REDIS_SENTINEL_URL',
  binaries: ['redis-server'],
  debianPackages: ['redis-server'],
  // A busy machine must not look like a dead master to suites that want none.
  start: (binary, context) => launch(binary, context, { downAfter: 30_000 }),
}

/** The same for one test alone, which may kill and restart any of the five. */
export const startRedisSentinel = (
  options: StartRedisSentinelOptions = {},
): Promise<RunningRedisSentinel> =>
  startOwnRedis((binary, context) => launch(binary, context, options))
