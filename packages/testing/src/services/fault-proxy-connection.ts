import type { Socket } from 'node:net'
import { setImmediate as nextTurn, setTimeout as wait } from 'node:timers/promises'
import type { FaultSwitch } from './fault-proxy-mode.ts'

/** What went through one connection, in bytes. */
export interface ProxiedConnection {
  /** Whether the proxy still has one of its ends. */
  readonly open: boolean
  readonly fromClient: number
  readonly toTarget: number
  readonly fromTarget: number
  readonly toClient: number
}

/** A connection to the proxy, with the one to the target behind it. */
export class FaultConnection implements ProxiedConnection {
  /** Resolves once both ends are closed. */
  readonly closed: Promise<unknown>
  readonly #client: Socket
  readonly #target: Socket
  readonly #switch: FaultSwitch
  #losesReply = false

  constructor(client: Socket, target: Socket, faultSwitch: FaultSwitch) {
    this.#client = client
    this.#target = target
    this.#switch = faultSwitch
    const ends = [client, target]
    // The pumps learn of errors by themselves; without a listener one would end the process.
    for (const end of ends) end.on('error', () => {})
    this.closed = Promise.all(ends.map((end) => new Promise((resolve) => end.on('close', resolve))))
    void this.#pump(client, target)
    void this.#pump(target, client)
  }

  get open(): boolean {
    return !(this.#client.destroyed && this.#target.destroyed)
  }

  get fromClient(): number {
    return this.#client.bytesRead
  }

  get toTarget(): number {
    return this.#target.bytesWritten
  }

  get fromTarget(): number {
    return this.#target.bytesRead
  }

  get toClient(): number {
    return this.#client.bytesWritten
  }

  /** RST at both ends. */
  reset(): void {
    for (const end of [this.#client, this.#target]) if (!end.destroyed) end.resetAndDestroy()
  }

  async #pump(from: Socket, to: Socket): Promise<void> {
    try {
      // Not destroyed at its end: the other direction may still have an answer to bring.
      for await (const bytes of from.iterator({ destroyOnReturn: false }))
        await this.#deliver(bytes as Buffer, to)
      await this.#switch.released()
      to.end()
    } catch {
      await this.#switch.released()
      this.reset()
    }
  }

  async #deliver(bytes: Buffer, to: Socket): Promise<void> {
    let rest = bytes
    while (rest.length > 0) {
      await this.#delay()
      await this.#switch.released()
      if (to === this.#target) this.#judgeRequest(rest)
      else if (this.#losesReply || this.#switch.mode === 'drop-reply') return this.reset()
      const size = this.#switch.mode === 'split-writes' ? 1 : rest.length
      await write(to, rest.subarray(0, size))
      rest = rest.subarray(size)
      // In a turn of its own, so that the peer reads it alone.
      if (rest.length > 0) await nextTurn()
    }
  }

  async #delay(): Promise<void> {
    const { mode } = this.#switch
    if (typeof mode === 'object' && 'delay' in mode)
      await wait(mode.delay, undefined, { ref: false })
  }

  #judgeRequest(bytes: Buffer): void {
    const { mode } = this.#switch
    if (typeof mode !== 'object' || !('dropReplyTo' in mode)) return
    if (!bytes.includes(mode.dropReplyTo)) return
    this.#losesReply = true
    // Here and not when the reply comes: until then another connection could match too.
    this.#switch.set('pass')
  }
}

const write = (to: Socket, bytes: Buffer): Promise<void> =>
  new Promise((resolve, reject) => {
    to.write(bytes, (error) => (error ? reject(error) : resolve()))
  })
