import type { DepartureCall } from './departure.ts'
import { failCallback } from './dropped-body.ts'
import { byteLength } from './response-body.ts'

/** What was called on a response while it is held, in order, and how that looks from outside. */
export class HeldCalls {
  readonly #calls: DepartureCall[] = []
  #done = 0
  #bytes = 0
  #ended = false
  #needsDrain = false

  /** The call to carry out next. */
  get first(): DepartureCall | undefined {
    return this.#calls[this.#done]
  }

  get bytes(): number {
    return this.#bytes
  }

  get ended(): boolean {
    return this.#ended
  }

  /** A `write` has returned `false`, and the response itself will not say when to go on. */
  get needsDrain(): boolean {
    return this.#needsDrain && !this.#ended
  }

  add(call: DepartureCall): void {
    this.#calls.push(call)
    this.#bytes += byteLength(call.args)
    if (call.method === 'end') this.#ended = true
    if (call.method === 'write') this.#needsDrain = true
  }

  /** The first call was carried out, with this result. */
  removeFirst(result: unknown): void {
    const call = this.#calls[this.#done] as DepartureCall
    this.#done += 1
    this.#bytes -= byteLength(call.args)
    if (call.method === 'write') this.#needsDrain = result !== false
  }

  /** Nothing more will be carried out. */
  fail(error: unknown): void {
    for (const { args } of this.#calls.slice(this.#done)) failCallback(args, error)
  }
}
