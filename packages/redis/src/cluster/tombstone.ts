/** Who ended a session: whoever tells of it, now or after a crash, tells the same. */
export interface Tombstone {
  readonly type: 'deleted' | 'expired'
  readonly node: string
  readonly claim: string
}

/** Java decodes every field of a hash: it is JSON, like the values. */
export const tombstoneWords = ({ type, node, claim }: Tombstone): string =>
  `"${type} ${node} ${claim}"`

/** `undefined` for what somebody else has written. */
export function tombstoneOf(words: string): Tombstone | undefined {
  const [, type, node, claim] = /^"(deleted|expired) ([\w-]+) (\d*)"$/.exec(words) ?? []
  if (type === undefined || node === undefined || claim === undefined) return undefined
  return { type: type as Tombstone['type'], node, claim }
}
