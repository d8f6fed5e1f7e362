import type {
  SessionCreatedEvent,
  SessionDestroyedEvent,
  SessionIdChangedEvent,
} from '../../events/session-event.ts'
import type { SessionEventSource } from '../../events/session-listener.ts'
import { withMethods } from '../../options/option-checks.ts'
import type { SessionAttributes } from '../../session/attributes.ts'

/** The servlet world's listener, for code that comes from there. */
export interface HttpSessionListener<A = SessionAttributes> {
  sessionCreated?(event: SessionCreatedEvent<A>): unknown
  /** Deleted or expired, whichever. */
  sessionDestroyed?(event: SessionDestroyedEvent<A>): unknown
  sessionIdChanged?(event: SessionIdChangedEvent<A>): unknown
}

/** Connects listeners to a repository's events; returns its own undoing. */
export function httpSessionListener<A = SessionAttributes>(
  source: SessionEventSource<A>,
  ...listeners: readonly HttpSessionListener<A>[]
): () => void {
  withMethods('source', source, ['on'], 'Pass a repository that has events.')
  const undo = listeners.flatMap((listener) => [
    ...(listener.sessionCreated === undefined
      ? []
      : [source.on('created', (event) => listener.sessionCreated?.(event))]),
    ...(listener.sessionDestroyed === undefined
      ? []
      : [source.on('destroyed', (event) => listener.sessionDestroyed?.(event))]),
    ...(listener.sessionIdChanged === undefined
      ? []
      : [source.on('id-changed', (event) => listener.sessionIdChanged?.(event))]),
  ])
  return () => {
    for (const off of undo) off()
  }
}
