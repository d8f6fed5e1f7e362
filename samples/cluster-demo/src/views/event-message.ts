import { type EventEntry, endsSession } from '../events/event-entry.ts'

/** One event as a row shows it, here and in the browser. */
export interface EventMessage {
  /** The same for every node's word on one event, so that they meet in one row. */
  readonly key: string
  readonly time: Date
  readonly type: EventEntry['type']
  readonly handle: string
  readonly who: string
  readonly node: string
  readonly where: 'local' | 'remote'
  /** Is the session over? */
  readonly ends: boolean
}

export function eventMessage(entry: EventEntry): EventMessage {
  const { time, type, handle, previousHandle, principalName, device, node, local } = entry
  const known = [principalName, device].filter((part) => part !== undefined)
  return {
    // Each happens to a handle once: an id change gives a new handle.
    key: `${type} ${handle}`,
    time,
    type,
    handle,
    who: type === 'id-changed' ? `was ${previousHandle.slice(0, 8)}…` : known.join(' · '),
    node,
    where: local ? 'local' : 'remote',
    ends: endsSession(entry),
  }
}
