import type { SessionAttributes } from '../session/attributes.ts'
import type { SessionEvents } from './session-event.ts'

export type SessionListener<K extends keyof SessionEvents<A>, A = SessionAttributes> = (
  event: SessionEvents<A>[K],
) => unknown

export interface ListenerOptions {
  /** Ends the subscription when it is aborted. */
  signal?: AbortSignal
}

/** A repository that tells what happens to its sessions. */
export interface SessionEventSource<A = SessionAttributes> {
  /**
   * Calls the listener for each event, in the order they happened here, and returns its own undoing.
   * A listener that throws or rejects disturbs neither the operation nor the other listeners.
   */
  on<K extends keyof SessionEvents<A>>(
    type: K,
    listener: SessionListener<K, A>,
    options?: ListenerOptions,
  ): () => void
}
