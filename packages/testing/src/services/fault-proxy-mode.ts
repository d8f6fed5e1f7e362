/**
 * What the network does to connections:
 *
 * - `pass`: nothing.
 * - `{ delay }`: every piece of data arrives at least so many milliseconds later, in order.
 * - `split-writes`: data arrives byte by byte.
 * - `refuse`: new connections are refused; those that stand go on.
 * - `cut`: all connections are reset at both ends, and so is each new one once it is accepted.
 * - `hold`: the network is silent. No byte, no end and no reset goes through, in either direction, and
 *   nothing is lost: the next mode delivers it, or cuts it off. New connections are accepted.
 * - `drop-reply`: requests arrive, and a connection is reset at both ends as its next reply comes.
 * - `{ dropReplyTo }`: the same for one request, the next that has this text in one piece of data; then
 *   the mode is `pass`.
 */
export type FaultMode =
  | 'pass'
  | 'split-writes'
  | 'refuse'
  | 'cut'
  | 'hold'
  | 'drop-reply'
  | { readonly delay: number }
  | { readonly dropReplyTo: string }

/** The mode of a proxy, as its connections see it. */
export class FaultSwitch {
  mode: FaultMode = 'pass'
  #changed: Promise<void>
  #announce: () => void = () => {}

  constructor() {
    this.#changed = this.#nextChange()
  }

  set(mode: FaultMode): void {
    const announce = this.#announce
    this.mode = mode
    this.#changed = this.#nextChange()
    announce()
  }

  /** Resolves once data may go on. */
  async released(): Promise<void> {
    while (this.mode === 'hold') await this.#changed
  }

  #nextChange(): Promise<void> {
    return new Promise((resolve) => {
      this.#announce = resolve
    })
  }
}
