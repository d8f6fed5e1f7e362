import { setTimeout as delay } from 'node:timers/promises'

/** Milliseconds that a save waits for keys of other slots. The hash has decided: more would not help. */
const PATIENCE = 500

/**
 * What is on its way to other slots, by session. It repeats what the hash says already, so that a
 * server that is down costs a delay and no error; the sweep makes good what did not arrive.
 */
export class PendingWaves {
  readonly #waves = new Map<string, Promise<void>>()

  /** Remembers a wave that was sent. What becomes of it is nobody's error. */
  send(id: string, commands: readonly Promise<unknown>[]): void {
    const before = this.#waves.get(id)
    const wave = Promise.allSettled([before, ...commands]).then(() => {
      if (this.#waves.get(id) === wave) this.#waves.delete(id)
    })
    this.#waves.set(id, wave)
  }

  /** Resolves once nothing older can overtake what is sent to this session's keys now. */
  async settled(id: string): Promise<void> {
    const wave = this.#waves.get(id)
    if (wave === undefined) return
    const patience = new AbortController()
    const { signal } = patience
    await Promise.race([wave, delay(PATIENCE, undefined, { ref: false, signal }).catch(() => {})])
    patience.abort()
  }
}
