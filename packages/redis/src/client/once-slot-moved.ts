import { setTimeout as pause } from 'node:timers/promises'

/** Milliseconds between attempts, and how many there are. */
const PAUSE = 25
const ATTEMPTS = 80

/**
 * While a slot moves, a script whose keys lie partly here and partly there is refused: nothing was done,
 * and a moment later they are together again. ioredis waits by itself, but not with
 * a pipeline, whose commands must not part either; node-redis does not.
 */
export async function onceSlotMoved<Reply>(send: () => Promise<Reply>): Promise<Reply> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await send()
    } catch (error) {
      const isMoving = error instanceof Error && /^(?:TRYAGAIN|ASK) /.test(error.message)
      if (!isMoving || attempt === ATTEMPTS) throw error
      await pause(PAUSE)
    }
  }
}
