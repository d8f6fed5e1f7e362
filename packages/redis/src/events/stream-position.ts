/** What is known of the stream after a break. Ids are Redis' own, `<milliseconds>-<number>`. */
export interface StreamFacts {
  /** The entry that was seen last; `0-0` when none was. */
  readonly last: string
  /** Is that entry still there? */
  readonly isThere: boolean
  /** The newest entry; `undefined` when there is none. */
  readonly newest: string | undefined
  /** Epoch milliseconds by the server's clock, asked after the others. */
  readonly now: number
  /** Milliseconds since the last read that surely missed nothing. */
  readonly silence: number
  /** Milliseconds that an entry stays. */
  readonly retention: number
}

export interface StreamPosition {
  /** Where to go on reading. */
  readonly from: string
  readonly hasGap: boolean
}

/** Decides where to go on after a break, and whether entries may have come and gone in it. */
export function positionAfter(facts: StreamFacts): StreamPosition {
  const { last, isThere, newest, now, silence, retention } = facts
  if (isThere) return { from: last, hasGap: false }
  const seen = millisecondsOf(last)
  // An entry of less than this age goes only with all the others: the server was emptied.
  const isLost = seen > 0 && now - seen < retention
  return { from: earlier(last, newest ?? '0-0'), hasGap: isLost || silence >= retention }
}

/** When the entry was made. */
export const millisecondsOf = (id: string): number => Number(id.split('-')[0])

/** A server that lost entries may give out ids that are lower than those which were seen. */
function earlier(a: string, b: string): string {
  const byTime = millisecondsOf(a) - millisecondsOf(b)
  const byNumber = Number(a.split('-')[1]) - Number(b.split('-')[1])
  return (byTime || byNumber) <= 0 ? a : b
}
