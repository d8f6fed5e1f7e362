import { type Appearance, type HeldState, REFUSED, SHOWN } from './appearance.ts'
import { headersSentError } from './headers-sent-error.ts'
import type { NodeResponse } from './node-message.ts'

type Method = (this: unknown, ...args: unknown[]) => unknown

/**
 * Makes a held response look to the application as if what was held had left. `giveUp` is called
 * before the application destroys the response itself.
 */
export function appearAsSent(
  response: NodeResponse,
  state: HeldState,
  giveUp: () => void,
): Appearance {
  const { setHeader, destroy } = response
  const refuse = () => {
    throw headersSentError(response)
  }
  const restorers: (() => void)[] = []
  let held = true

  const showProperty = (name: string, get: () => unknown) => {
    if (name in response) restorers.push(replace(response, name, { get }))
  }
  const showMethod = (name: string, whileHeld: Method) => {
    const original = (response as unknown as Record<string, unknown>)[name]
    if (typeof original !== 'function') return
    // Whoever wraps this one while it is here goes on calling it afterwards.
    const value: Method = (...args) => (held ? whileHeld : original).apply(response, args)
    restorers.push(replace(response, name, { value, writable: true }))
  }

  const prototype = Object.getPrototypeOf(response)
  showProperty('finished', () => state.ended)
  for (const [name, show] of Object.entries(SHOWN)) {
    showProperty(name, () => show(state, () => Reflect.get(prototype, name, response)))
  }
  for (const name of REFUSED) showMethod(name, refuse)
  // compression and express-session call it when they find no `_header`.
  showMethod('_implicitHeader', () => undefined)
  showMethod('destroy', (error) => {
    giveUp()
    return Reflect.apply(destroy, response, [error])
  })

  // A wrapper of `on` takes these listeners away, to a stream that does not know of our promise.
  const drainListeners: Method[] = []
  if (Object.hasOwn(response, 'on')) {
    const { on } = response
    showMethod('on', (event, listener) => {
      if (event === 'drain') drainListeners.push(listener as Method)
      return Reflect.apply(on, response, [event, listener])
    })
  }

  return {
    setHeader: (name, value) => void Reflect.apply(setHeader, response, [name, value]),
    // What it shows is asked of the state each time.
    update() {},
    remove() {
      held = false
      // The last first: V8 takes back the property that was added last, and no other, without cost.
      for (const restore of restorers.reverse()) restore()
    },
    emitDrain() {
      const reached = response.rawListeners('drain')
      response.emit('drain')
      for (const listener of drainListeners) {
        if (!reached.includes(listener)) listener.call(response)
      }
    },
  }
}

function replace(response: NodeResponse, name: string, descriptor: PropertyDescriptor): () => void {
  const previous = Object.getOwnPropertyDescriptor(response, name)
  Object.defineProperty(response, name, { configurable: true, ...descriptor })
  return () => {
    const current = Object.getOwnPropertyDescriptor(response, name)
    if (current?.get !== descriptor.get || current?.value !== descriptor.value) return
    if (previous === undefined) Reflect.deleteProperty(response, name)
    else Object.defineProperty(response, name, previous)
  }
}
