export interface Burst {
  /** The whole of it, in milliseconds. */
  readonly duration: number
  /** Half of the requests were answered within so many milliseconds. */
  readonly medianLatency: number
}

/** Makes so many exchanges, each client one at a time. */
export async function runBurst(
  clients: readonly (() => Promise<unknown>)[],
  count: number,
): Promise<Burst> {
  let left = count
  const latencies: number[] = []
  const start = performance.now()
  await Promise.all(
    clients.map(async (exchange) => {
      while (left-- > 0) {
        const sent = performance.now()
        await exchange()
        latencies.push(performance.now() - sent)
      }
    }),
  )
  const duration = performance.now() - start
  latencies.sort((a, b) => a - b)
  return { duration, medianLatency: latencies[latencies.length >> 1] ?? 0 }
}
