import { expiresAt, type SessionRecord, type StoreCall } from '@session/core/store'
import type { RedisReply } from '../client/redis-client.ts'
import { textOf } from '../hash.ts'

/** Where a session lies in time: what follows from it in other slots. Epoch milliseconds. */
export interface Filing {
  /** Its end by the clock of the call; `undefined` = never. */
  readonly end: number | undefined
  /** The same by the server's clock, for TTLs. */
  readonly endOnServer: number | undefined
  /** When it would have ended before; `undefined` = never, or it is new. */
  readonly previousEnd: number | undefined
}

export function filingOf(reply: RedisReply | undefined): Filing {
  const [end, endOnServer, previousEnd] = [0, 1, 2].map((i) => {
    const text = textOf((reply as readonly RedisReply[])[i])
    return text === '' ? undefined : Number(text)
  })
  return { end, endOnServer, previousEnd }
}

/** A new session is stored as it is; a test's clock runs apart from the server's. */
export function filingOfNew(record: SessionRecord, call: StoreCall): Filing {
  const end = expiresAt(record, call.absoluteTimeout)
  const apart = call.now === undefined ? 0 : Date.now() - call.now
  return {
    end,
    endOnServer: end === undefined ? undefined : end + apart,
    previousEnd: undefined,
  }
}
