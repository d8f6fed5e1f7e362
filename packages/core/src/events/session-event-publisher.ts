import { sessionEventChannel } from '../diagnostics/channels.ts'
import { InvalidOptionError } from '../errors/invalid-option-error.ts'
import type { SessionAttributes } from '../session/attributes.ts'
import type { SessionEvents, SessionGapEvent } from './session-event.ts'
import type { ListenerOptions, SessionEventSource, SessionListener } from './session-listener.ts'

const TYPES: readonly (keyof SessionEvents)[] = [
  'created',
  'deleted',
  'expired',
  'destroyed',
  'id-changed',
  'gap',
]

type AnyListener<A> = (event: SessionEvents<A>[keyof SessionEvents<A>]) => unknown

/** Hands events to listeners, each of them on its own. */
export class SessionEventPublisher<A = SessionAttributes> implements SessionEventSource<A> {
  readonly #listeners = new Map<keyof SessionEvents<A>, Set<AnyListener<A>>>()
  readonly #onListenerError: (error: unknown, type: string) => void

  constructor(onListenerError: (error: unknown, type: string) => void) {
    this.#onListenerError = onListenerError
  }

  on<K extends keyof SessionEvents<A>>(
    type: K,
    listener: SessionListener<K, A>,
    options?: ListenerOptions,
  ): () => void {
    if (!TYPES.includes(type)) {
      throw new InvalidOptionError('type', type, `Use one of ${TYPES.join(', ')}.`)
    }
    if (typeof listener !== 'function') {
      throw new InvalidOptionError('listener', listener, 'Pass a function.')
    }
    if (options?.signal?.aborted) return () => {}
    // A function of its own for each subscription: the same listener may subscribe twice.
    const entry: AnyListener<A> = (event) => listener(event as SessionEvents<A>[K])
    const listeners = this.#listeners.get(type) ?? new Set()
    this.#listeners.set(type, listeners.add(entry))
    const off = (): void => {
      listeners.delete(entry)
      options?.signal?.removeEventListener('abort', off)
    }
    options?.signal?.addEventListener('abort', off, { once: true })
    return off
  }

  /** Would anybody hear of it? */
  get isHeard(): boolean {
    if (sessionEventChannel.hasSubscribers) return true
    for (const listeners of this.#listeners.values()) if (listeners.size > 0) return true
    return false
  }

  publish(event: SessionEvents<A>['created' | 'deleted' | 'expired' | 'id-changed']): void {
    if (sessionEventChannel.hasSubscribers) {
      const { type, handle, local } = event
      sessionEventChannel.publish({ type, handle, local })
    }
    this.#deliver(event.type, event)
    if (event.type === 'deleted' || event.type === 'expired') this.#deliver('destroyed', event)
  }

  publishGap(gap: SessionGapEvent): void {
    this.#deliver('gap', gap)
  }

  #deliver(type: keyof SessionEvents<A>, event: SessionEvents<A>[keyof SessionEvents<A>]): void {
    // A copy: a listener may add or remove listeners.
    for (const listener of [...(this.#listeners.get(type) ?? [])]) {
      try {
        const result = listener(event)
        if (result instanceof Promise) result.catch((error) => this.#failed(error, type))
      } catch (error) {
        this.#failed(error, type)
      }
    }
  }

  #failed(error: unknown, type: string): void {
    try {
      this.#onListenerError(error, type)
    } catch {
      // The one who should hear of failing listeners fails: nobody is left to tell.
    }
  }
}
