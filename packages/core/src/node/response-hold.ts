import type { ServerResponse } from 'node:http'
import type { Duplex, Readable } from 'node:stream'
import type { Appearance, HeldState } from './appearance.ts'
import { breakOff } from './break-off.ts'
import { deferDestroy } from './defer-destroy.ts'
import type { Departure, DepartureCall } from './departure.ts'
import { DroppedBody } from './dropped-body.ts'
import { headersSentError } from './headers-sent-error.ts'
import { appearAsSent } from './held-appearance.ts'
import { HeldCalls } from './held-calls.ts'
import { connectionOf, type NodeRequest, type NodeResponse } from './node-message.ts'
import { type Failure, type Participation, takeStep } from './participation.ts'
import { respondWithError } from './respond-with-error.ts'
import { BodyProgress, safeInBatch, validateChunk } from './response-body.ts'
import type { ResponseGate } from './response-gate.ts'
import { resetHead, restoreStatus, statusOf, takeHead, validateStatus } from './response-head.ts'

type Originals = Readonly<Record<Departure, (...args: unknown[]) => unknown>>

interface Holding {
  readonly calls: HeldCalls
  readonly appearance: Appearance
  /** The head had left before: only what completes the body is held. */
  readonly headLeft: boolean
}

/**
 * The gate in front of one response. While it is open, calls go through, after asking whether a
 * participant has to be waited for. While it is held, they queue up in order, and the response looks
 * as if they had been carried out.
 */
export class ResponseHold {
  readonly #response: NodeResponse
  readonly #connection: Duplex | undefined
  readonly #originals: Originals
  readonly #gate: ResponseGate | undefined
  readonly #sources: Readable[] = []
  #onError: Participation['onError'] | undefined
  /** Joined before the head left; not asked to commit yet. */
  #uncommitted: Participation[] = []
  /** To be asked before the body is whole. */
  #uncompleted: Participation[] = []
  #body: BodyProgress
  #holding: Holding | undefined
  #undoHeaders: (() => void) | undefined
  #endDestroyDeferral: (() => boolean) | undefined
  #dropped: DroppedBody | undefined

  /** With a `gate`, nothing is put on the response itself. */
  constructor(request: NodeRequest, response: NodeResponse, gate?: ResponseGate) {
    this.#gate = gate
    this.#response = response
    this.#connection = connectionOf(request, response)
    this.#body = new BodyProgress(response)
    const { writeHead, write, end, flushHeaders } = (gate?.native ?? response) as ServerResponse
    this.#originals = { writeHead, write, end, flushHeaders } as Originals
  }

  join(participation: Participation): void {
    this.#onError ??= participation.onError
    const headLeft = this.#holding?.headLeft ?? this.#response.headersSent
    const waiting = headLeft ? this.#uncompleted : this.#uncommitted
    waiting.push(participation)
  }

  /** Remembers who pipes into the response, to stop it when the response is dropped. */
  addSource(source: Readable): void {
    this.#sources.push(source)
  }

  /** What is held back now; `undefined` while the gate is open. */
  get heldState(): HeldState | undefined {
    return this.#holding?.calls
  }

  /** Sets a header, also while the application cannot. */
  setHeader(name: string, value: string | readonly string[]): void {
    const target = this.#holding?.appearance ?? this.#response
    target.setHeader(name, value)
  }

  /** What the response's own methods do, once there is a gate. */
  depart(method: Departure, args: readonly unknown[]): unknown {
    if (this.#holding !== undefined) return this.#departWhileHeld(this.#holding, method, args)
    if (this.#dropped?.claims(method, args)) return this.#dropped.swallow(method, args)
    if (this.#uncommitted.length === 0 && this.#uncompleted.length === 0) {
      return this.#carryOut(method, args)
    }
    const call = this.#accept(method, args)
    const pending = this.#ask(call)
    if (pending === undefined) return this.#carryOut(method, call.args)
    const calls = new HeldCalls()
    this.#hold(calls, pending)
    return this.#queue(calls, call)
  }

  #departWhileHeld({ calls }: Holding, method: Departure, args: readonly unknown[]): unknown {
    if (method === 'writeHead') throw headersSentError(this.#response)
    // The head is on its way already.
    if (method === 'flushHeaders') return undefined
    if (!calls.ended) validateChunk(this.#response, method, args)
    return this.#queue(calls, { method, args, whole: this.#body.isWholeWith(method, args) })
  }

  /** Refuses what Node refuses, where it is called, and before anyone commits because of it. */
  #accept(method: Departure, args: readonly unknown[]): DepartureCall {
    const response = this.#response
    if (method === 'write' || method === 'end') validateChunk(response, method, args)
    if (method === 'writeHead' && !response.headersSent) {
      this.#undoHeaders = takeHead(response, args)
      // The headers are the response's own now.
      const [status, message] = args
      return {
        method,
        args: typeof message === 'string' ? [status, message] : [status],
        whole: false,
      }
    }
    if (!response.headersSent) validateStatus(response)
    return { method, args, whole: this.#body.isWholeWith(method, args) }
  }

  /** Asks those whose moment this call is. `undefined`: it need not wait. */
  #ask({ whole }: DepartureCall): Promise<Failure | undefined> | undefined {
    const joined = this.#uncommitted
    const isCommitMoment = joined.length > 0 && !this.#response.headersSent
    const nobodyWaited = isCommitMoment && this.#uncompleted.length === 0
    if (joined.length > 0) {
      this.#uncommitted = []
      this.#uncompleted.push(...joined)
    }
    if (isCommitMoment) {
      const pending = takeStep((participant) => participant.commit(), joined)
      if (pending !== undefined) return pending
    }
    if (!whole || this.#uncompleted.length === 0) return undefined
    const completing = this.#uncompleted
    this.#uncompleted = []
    return takeStep((participant) => participant.complete(nobodyWaited), completing)
  }

  #carryOut(method: Departure, args: readonly unknown[]): unknown {
    return Reflect.apply(this.#originals[method], this.#response, args)
  }

  #hold(calls: HeldCalls, pending: Promise<Failure | undefined>): void {
    const response = this.#response
    const headLeft = response.headersSent
    const status = statusOf(response)
    const appearance =
      this.#gate?.appearAsSent(response, calls) ??
      appearAsSent(response, calls, () => this.stopDeferring())
    this.#holding = { calls, appearance, headLeft }
    appearance.update()
    void pending.then((failure) => {
      this.#holding = undefined
      appearance.remove()
      // What it was set to meanwhile came after the head.
      if (!headLeft) restoreStatus(response, status)
      if (failure === undefined) this.#letGo(calls, appearance)
      else this.#drop(calls, failure)
    })
  }

  #queue(calls: HeldCalls, call: DepartureCall): unknown {
    calls.add(safeInBatch(this.#response, call))
    this.#holding?.appearance.update()
    if (calls.ended && this.#connection !== undefined) {
      this.#endDestroyDeferral ??= deferDestroy(this.#connection)
    }
    if (call.method === 'write') return false
    return call.method === 'flushHeaders' ? undefined : this.#response
  }

  #letGo(calls: HeldCalls, appearance: Appearance): void {
    try {
      for (let call = calls.first; call !== undefined; call = calls.first) {
        const pending = this.#ask(call)
        if (pending !== undefined) {
          this.#hold(calls, pending)
          return
        }
        calls.removeFirst(this.#carryOut(call.method, call.args))
      }
    } catch (error) {
      // Some mistakes Node finds only when it writes the response, and their maker is gone.
      this.#drop(calls, { error, onError: this.#onError as Participation['onError'] })
      return
    }
    this.#allowDestroy()
    if (calls.needsDrain) process.nextTick(appearance.emitDrain)
  }

  #drop(calls: HeldCalls, failure: Failure): void {
    const response = this.#response
    this.#uncompleted = []
    calls.fail(failure.error)
    this.#allowDestroy()
    if (response.headersSent) {
      breakOff(response)
    } else {
      this.#undoHeaders?.()
      resetHead(response)
      this.#body = new BodyProgress(response)
      if (!calls.ended) this.#dropped = new DroppedBody(response, this.#sources, failure.error)
    }
    void this.#report(failure)
  }

  async #report({ error, onError }: Failure): Promise<void> {
    try {
      await this.#answer(() => onError(error))
    } catch {
      this.#answer(() => respondWithError(this.#response, error))
    }
  }

  /** Runs what writes the error response. */
  #answer<T>(write: () => T): T {
    return this.#dropped === undefined ? write() : this.#dropped.letThrough(write)
  }

  stopDeferring(): boolean {
    const due = this.#endDestroyDeferral?.() ?? false
    this.#endDestroyDeferral = undefined
    return due
  }

  #allowDestroy(): void {
    const due = this.stopDeferring()
    if (due) this.#response.once('finish', () => this.#connection?.destroy())
  }
}
