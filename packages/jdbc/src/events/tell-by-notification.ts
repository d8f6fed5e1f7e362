import type { StoreEvent } from '@session/core/store'
import { EndClaims } from '@session/core/store'

/** SQL for the channel of a table: by its number, so that no other table has the same. */
export const channelOf = (table: string): string => `'session_' || '${table}'::regclass::oid`

interface Told {
  readonly type: StoreEvent['type']
  /** Where the rows are: one message for each. */
  readonly from: string
  /** SQL for the id. */
  readonly id: string
  /** SQL for the claim, where the answer alone announces the end. */
  readonly claim?: string
  /** SQL for the id before. */
  readonly previousId?: string
}

/**
 * SQL for one more column of a statement: with it, the statement tells everybody what it did when, and
 * only if, it is committed. Nothing, where nobody listens.
 */
export function tellByNotification(
  table: string,
  node: string | undefined,
): (told: Told) => string {
  if (node === undefined) return () => ''
  return ({ type, from, id, claim = `'${EndClaims.ALWAYS}'`, previousId }) => {
    const words = [
      `'${type} ${node}'`,
      claim,
      id,
      ...(previousId === undefined ? [] : [previousId]),
    ]
    const notify = `pg_notify(${channelOf(table)}, concat_ws(' ', ${words.join(', ')}))`
    return `,
  (SELECT count(${notify}) FROM ${from}) AS told`
  }
}
