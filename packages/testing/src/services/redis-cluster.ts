import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { redisConfig } from './redis.ts'
import { freePorts, launchTogether, readyTogether, stopTogether } from './redis-group.ts'
import { startOwnRedis } from './redis-own.ts'
import { launchRedis, type RunningRedis } from './redis-process.ts'
import { redisReady } from './redis-ready.ts'
import type { RunningService, Service, ServiceContext } from './service.ts'

/** A cluster of a test's own, to be broken. */
export interface RunningRedisCluster extends RunningService {
  /** `redis+cluster://127.0.0.1:7001,127.0.0.1:7002,127.0.0.1:7003` */
  readonly url: string
  /** The three masters, in the order of their slots. */
  readonly nodes: readonly RunningRedis[]
  /** What takes over from a master, in the order of the masters. */
  readonly replicas: readonly RunningRedis[]
}

export interface StartRedisClusterOptions {
  /** Lines of `redis.conf` that every node gets: `['cluster-node-timeout 500']`. */
  readonly config?: readonly string[]
  /**
   * Whether each master has a replica, which takes over when the others miss its master for
   * `cluster-node-timeout`.
   * @default false
   */
  readonly withReplicas?: boolean
}

interface Member {
  readonly id: string
  readonly port: number
  readonly busPort: number
  /** Of a master its slots, of a replica its master. */
  readonly role: { readonly slots: string } | { readonly master: string }
}

/** What `member` would have written itself about a cluster whose members have all met. */
const membership = (members: readonly Member[], member: Member): string =>
  [
    ...members.map(({ id, port, busPort, role }, index) => {
      const myself = member.id === id ? 'myself,' : ''
      const [flags, master, slots] =
        'slots' in role ? ['master', '-', ` ${role.slots}`] : ['slave', role.master, '']
      const place = `127.0.0.1:${port}@${busPort}`
      return `${id} ${place} ${myself}${flags} ${master} 0 0 ${index + 1} connected${slots}`
    }),
    `vars currentEpoch ${members.length} lastVoteEpoch 0`,
    '',
  ].join('\n')

const launch = async (
  binary: string,
  context: ServiceContext,
  { config = [], withReplicas = false }: StartRedisClusterOptions,
): Promise<RunningRedisCluster> => {
  const slots = ['0-5460', '5461-10922', '10923-16383']
  const roles: Member['role'][] = slots.map((range) => ({ slots: range }))
  const ids = slots.map(() => randomBytes(20).toString('hex'))
  if (withReplicas) roles.push(...ids.map((master) => ({ master })))
  const ports = await freePorts(2 * roles.length)
  const members = roles.map((role, index) => ({
    id: ids[index] ?? randomBytes(20).toString('hex'),
    port: ports[2 * index] as number,
    busPort: ports[2 * index + 1] as number,
    role,
  }))
  const launchNode = (member: Member): Promise<RunningRedis> => {
    // Members that know each other from the start need no second for their introduction.
    const file = join(context.folder(), `nodes-${member.port}.conf`)
    writeFileSync(file, membership(members, member))
    return launchRedis(binary, context, {
      port: member.port,
      config: [
        ...redisConfig,
        'cluster-enabled yes',
        `cluster-port ${member.busPort}`,
        `cluster-config-file "${file}"`,
        'cluster-node-timeout 5000',
        'repl-diskless-sync-delay 0',
        ...config,
      ],
    })
  }
  const all = await launchTogether(members.map(launchNode))
  await readyTogether(all, Promise.all(all.map(({ port }) => clusterReady(port))))
  const nodes = all.slice(0, slots.length)
  return {
    url: `redis+cluster://${nodes.map(({ port }) => `127.0.0.1:${port}`).join(',')}`,
    nodes,
    replicas: all.slice(slots.length),
    stop: () => stopTogether(all),
  }
}

const clusterReady = (port: number): Promise<void> =>
  redisReady({ port }, async (ask) => {
    const info = String(await ask('CLUSTER', 'INFO'))
    if (!info.includes('cluster_state:ok')) throw new Error(info)
    const nodes = String(await ask('CLUSTER', 'NODES'))
    if (/disconnected|fail|handshake/.test(nodes)) throw new Error(nodes)
    const replication = String(await ask('INFO', 'replication'))
    if (replication.includes('master_link_status:down')) throw new Error(replication)
  })

/**
 * Three masters without replicas, shared by all suites: each keeps to a namespace of its own. Its URL
 * is `redis+cluster://` and the addresses of all nodes; `parseRedisUrl()` reads it.
 */
export const redisCluster: Service = {
  name: 'redis-cluster',
  environmentVariable: 'SESSION_REDIS_CLUSTER_URL',
  binaries: ['redis-server'],
  debianPackages: ['redis-server'],
  start: (binary, context) => launch(binary, context, {}),
}

/** A cluster for one test alone, which may stop, kill and restart its nodes. */
export const startRedisCluster = (
  options: StartRedisClusterOptions = {},
): Promise<RunningRedisCluster> =>
  startOwnRedis((binary, context) => launch(binary, context, options))
