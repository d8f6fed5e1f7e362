import type { KeepAliveConnection } from './keep-alive-connection.ts'

export interface Burst {
  /** The whole of it, in milliseconds. */
  readonly duration: number
  /** Half of the requests were answered within so many milliseconds. */
  readonly medianLatency: number
}

/** Sends so many requests, one at a time on each connection; connection `i` sends `requests[i]`. */
export async function runBurst(
  connections: readonly KeepAliveConnection[],
  requests: readonly Buffer[],
  count: number,
): Promise<Burst> {
  let left = count
  const latencies: number[] = []
  const start = performance.now()
  await Promise.all(
    connections.map(async (connection, i) => {
      const request = requests[i] as Buffer
      while (left-- > 0) {
        const sent = performance.now()
        await connection.exchange(request)
        latencies.push(performance.now() - sent)
      }
    }),
  )
  const duration = performance.now() - start
  latencies.sort((a, b) => a - b)
  return { duration, medianLatency: latencies[latencies.length >> 1] ?? 0 }
}
