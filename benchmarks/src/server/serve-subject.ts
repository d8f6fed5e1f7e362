import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What the measuring process asks a server; every answer is a number. */
export type SubjectQuestion =
  | 'port'
  /** Microseconds that this process has computed so far, in all its threads. */
  | 'cpu-time'
  | 'count-store-calls'
  /** Those since counting began, which ends. */
  | 'store-calls'

/** Longer than any run: the connections stay open between bursts. */
const KEEP_ALIVE = 60 * 60_000

/**
 * Serves what is measured and answers questions about it over the IPC channel. Counting begins when
 * `startCounting` is called, so that it costs nothing while time is measured.
 */
export function serveSubject(listener: RequestListener, startCounting: () => () => number): void {
  const server = createServer(listener)
  server.keepAliveTimeout = KEEP_ALIVE
  let stopCounting = (): number => 0

  const answers: Record<SubjectQuestion, () => number> = {
    port: () => (server.address() as AddressInfo).port,
    'cpu-time': () => {
      const { user, system } = process.cpuUsage()
      return user + system
    },
    'count-store-calls': () => {
      stopCounting = startCounting()
      return 0
    },
    'store-calls': () => stopCounting(),
  }

  server.listen(0, '127.0.0.1', () => {
    process.on('message', (question: SubjectQuestion) => process.send?.(answers[question]()))
    process.send?.(0)
  })
  // The measuring process is gone, whatever ended it.
  process.on('disconnect', () => process.exit())
}
