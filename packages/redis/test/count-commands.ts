import type { Redis } from 'ioredis'

/** How many commands a client has sent since now. */
export function countCommands(redis: Redis): () => number {
  let sent = 0
  const send = redis.sendCommand.bind(redis)
  redis.sendCommand = (...args: Parameters<Redis['sendCommand']>) => {
    sent++
    return send(...args)
  }
  return () => sent
}
