import { freePort } from './free-port.ts'
import type { RunningRedis } from './redis-process.ts'

/** Different free ports: one alone may be given twice, since nothing listens on it yet. */
export const freePorts = async (count: number): Promise<readonly number[]> => {
  const ports = new Set<number>()
  while (ports.size < count) ports.add(await freePort())
  return [...ports]
}

/** Servers that start together: when one of them does not, the others are stopped. */
export const launchTogether = async (
  launches: readonly Promise<RunningRedis>[],
): Promise<readonly RunningRedis[]> => {
  const outcomes = await Promise.allSettled(launches)
  const servers = outcomes.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
  const failed = outcomes.find((one) => one.status === 'rejected')
  if (!failed) return servers
  await stopTogether(servers)
  throw failed.reason
}

export const stopTogether = async (servers: readonly RunningRedis[]): Promise<void> => {
  await Promise.all(servers.map((server) => server.stop()))
}

/** Waits until a group is as it should be, and stops all of it when it does not get there. */
export const readyTogether = async (
  servers: readonly RunningRedis[],
  ready: Promise<unknown>,
): Promise<void> => {
  try {
    await ready
  } catch (error) {
    await stopTogether(servers)
    throw error
  }
}
