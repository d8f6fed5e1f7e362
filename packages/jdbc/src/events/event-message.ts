import type { StoreEvent } from '@session/core/store'

/** What happened, and who did it. */
export interface EventMessage {
  readonly type: StoreEvent['type']
  readonly node: string
  readonly claim: string
  readonly id: string
  /** After an id change: the id before. */
  readonly previousId: string | undefined
}

const MESSAGE =
  /^(created|deleted|expired|id-changed) ([\w-]{1,64}) (\d{1,16}) ([\w-]{20,128})(?: ([\w-]{20,128}))?$/

/** Anybody may send on a channel: what is no message of ours is passed over. */
export function eventMessage(text: string): EventMessage | undefined {
  const [, type, node, claim, id, previousId] = MESSAGE.exec(text) ?? []
  if (type === undefined || node === undefined || claim === undefined || id === undefined) {
    return undefined
  }
  if ((type === 'id-changed') !== (previousId !== undefined)) return undefined
  return { type: type as EventMessage['type'], node, claim, id, previousId }
}
