import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:net'

/**
 * Above the ports that browsers refuse (the last is 10080), and below those that Linux (from 32768 on)
 * and macOS (from 49152 on) lend to outgoing connections: one of these would be taken again before its
 * server starts, or while it is down.
 */
const range = [11_000, 32_000] as const

/** A TCP port on 127.0.0.1 that nothing listens on at this moment. */
export const freePort = async (): Promise<number> => {
  for (;;) {
    const port = randomInt(...range)
    const server = createServer().listen(port, '127.0.0.1')
    try {
      await once(server, 'listening')
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') continue
      throw error
    }
    server.close()
    await once(server, 'close')
    return port
  }
}
