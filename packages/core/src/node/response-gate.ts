import { BesideRequest } from '../http/beside-request.ts'
import type { Appearance, HeldState } from './appearance.ts'
import { REFUSED, SHOWN } from './appearance.ts'
import { DEPARTURES, type Departure } from './departure.ts'
import { headersSentError } from './headers-sent-error.ts'
import type { NodeResponse } from './node-message.ts'
import type { ResponseHold } from './response-hold.ts'

type Method = (this: NodeResponse, ...args: unknown[]) => unknown

/**
 * Express replaces the prototype of each response. A property that is added to an object after that
 * costs microseconds in V8, a dozen of them more than the rest of a session. So for such responses
 * the gate stands on the framework's prototype, once, and asks for the hold of each response.
 */
const holds = new BesideRequest<ResponseHold>('session.hold')
const homes = new WeakMap<object, ResponseGate | undefined>()
const gates = new WeakMap<object, ResponseGate>()

/** The hold of a response whose gate is not on the response itself. */
export function gatedHoldOf(response: NodeResponse): ResponseHold | undefined {
  // A prototype that somebody looks at has no request, nor has a response that a test tool made up.
  return response.req === undefined ? undefined : holds.get(response.req)
}

/**
 * The gate that can serve this response; `undefined` when it has to be on the response itself: its
 * prototype is Node's own, or somebody has wrapped its methods, and calls what was there before.
 */
export function gateOf(response: NodeResponse): ResponseGate | undefined {
  if (response.req === undefined) return undefined
  const prototype = Object.getPrototypeOf(response) as object
  const gate = homes.has(prototype) ? homes.get(prototype) : findGate(response, prototype)
  return gate === undefined || gate.isWrapped(response) ? undefined : gate
}

function findGate(response: NodeResponse, prototype: object): ResponseGate | undefined {
  const home = homeOf(response, prototype)
  const gate = home && (gates.get(home) ?? new ResponseGate(home))
  if (home !== undefined && gate !== undefined) gates.set(home, gate)
  homes.set(prototype, gate)
  return gate
}

/** The last prototype before Node's own: shared by all applications of one copy of a framework. */
function homeOf(response: NodeResponse, prototype: object): object | undefined {
  const native = response.constructor?.prototype as object | undefined
  let home: object | undefined
  for (let at: object | null = prototype; at !== null && at !== native; ) {
    const own = at
    const overrides = DEPARTURES.some((method) => Object.hasOwn(own, method))
    if (overrides && !gates.has(own)) return undefined
    home = own
    at = Object.getPrototypeOf(own) as object | null
  }
  return home
}

/** The gate of one framework's responses. */
export class ResponseGate {
  readonly #home: object
  #showsHeld = false

  constructor(home: object) {
    this.#home = home
    for (const method of DEPARTURES) this.#guard(method, method)
    // An old name for the same function, which would go round the other.
    if ('writeHeader' in home) this.#guard('writeHeader', 'writeHead')
  }

  /** What the responses' own methods are, without the gate. */
  get native(): NodeResponse {
    return Object.getPrototypeOf(this.#home) as NodeResponse
  }

  isWrapped(response: NodeResponse): boolean {
    return WRAPPABLE.some((name) => Object.hasOwn(response, name))
  }

  hold(response: NodeResponse, hold: ResponseHold): void {
    holds.set(response.req, hold)
  }

  /** Makes a held response look to the application as if what was held had left. */
  appearAsSent(response: NodeResponse, state: HeldState): Appearance {
    if (!this.#showsHeld) this.#showHeld()
    const { native } = this
    // HTTP/1 keeps it as a property of each response.
    const hasFinished = Object.hasOwn(response, 'finished')
    const finish = (finished: boolean) => {
      if (hasFinished) (response as { finished: boolean }).finished = finished
    }
    return {
      setHeader: (name, value) => void Reflect.apply(native.setHeader, response, [name, value]),
      update: () => finish(state.ended),
      remove: () => finish(false),
      emitDrain: () => void response.emit('drain'),
    }
  }

  #guard(name: string, departure: Departure): void {
    const gate = this
    this.#define(name, {
      value: function (this: NodeResponse, ...args: unknown[]) {
        const hold = gatedHoldOf(this)
        return hold === undefined
          ? Reflect.apply(gate.#nativeMethod(name), this, args)
          : hold.depart(departure, args)
      },
    })
  }

  #showHeld(): void {
    this.#showsHeld = true
    const gate = this
    for (const [name, show] of Object.entries(SHOWN)) {
      if (!(name in this.#home)) continue
      this.#define(name, {
        get(this: NodeResponse) {
          const own = () => Reflect.get(gate.native, name, this) as unknown
          const state = gatedHoldOf(this)?.heldState
          return state === undefined ? own() : show(state, own)
        },
      })
    }
    for (const name of REFUSED) {
      this.#replaceWhileHeld(name, (_hold, response) => {
        throw headersSentError(response)
      })
    }
    // compression and express-session call it when they find no `_header`.
    this.#replaceWhileHeld('_implicitHeader', () => undefined)
    this.#replaceWhileHeld('destroy', (hold, response, args) => {
      hold.stopDeferring()
      return Reflect.apply(gate.#nativeMethod('destroy'), response, args)
    })
  }

  #replaceWhileHeld(
    name: string,
    whileHeld: (hold: ResponseHold, response: NodeResponse, args: unknown[]) => unknown,
  ): void {
    if (!(name in this.#home)) return
    const gate = this
    this.#define(name, {
      value: function (this: NodeResponse, ...args: unknown[]) {
        const hold = gatedHoldOf(this)
        return hold?.heldState === undefined
          ? Reflect.apply(gate.#nativeMethod(name), this, args)
          : whileHeld(hold, this, args)
      },
    })
  }

  // Asked for at each call: a tool that watches a server may replace it later.
  #nativeMethod(name: string): Method {
    return (this.native as unknown as Record<string, Method>)[name] as Method
  }

  #define(name: string, descriptor: PropertyDescriptor): void {
    const writable = 'value' in descriptor ? { writable: true } : {}
    Object.defineProperty(this.#home, name, { configurable: true, ...writable, ...descriptor })
  }
}

const WRAPPABLE: readonly string[] = [
  ...DEPARTURES,
  ...REFUSED,
  ...Object.keys(SHOWN),
  'destroy',
  'on',
  'writeHeader',
]
