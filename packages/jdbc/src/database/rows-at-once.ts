import { type BoundStatement, bound, type Parameters, type Statement } from './statement.ts'

/** `INSERT … VALUES (…) …`: what stands before the row, the row, and what stands behind it. */
const INSERT = /^(INSERT\b[^?]*?\bVALUES\s*)(\([\s\S]*\))(\s*ON DUPLICATE[^?]*)$/

/** Servers take 1 MiB at least; binary values are written twice as long. */
const MOST_BYTES = 256 * 1024
const MOST_ROWS = 200

/**
 * An INSERT of one row as a few of many rows. `undefined` for a statement that is not of that shape,
 * because a user has changed it.
 */
export const rowsAtOnce = (
  statement: Statement,
  rows: readonly Parameters[],
): readonly BoundStatement[] | undefined => {
  const [, head, row, tail] = INSERT.exec(statement.sql) ?? []
  if (head === undefined || row === undefined || tail === undefined) return undefined
  return inPortions(rows).map((portion) => ({
    sql: head + portion.map(() => row).join(', ') + tail,
    bindings: portion.flatMap((values) => bound(statement, values).bindings),
  }))
}

const inPortions = (rows: readonly Parameters[]): readonly (readonly Parameters[])[] => {
  const portions: Parameters[][] = []
  let bytes = 0
  for (const row of rows) {
    const size = sizeOf(row)
    const portion = portions.at(-1)
    if (portion === undefined || portion.length === MOST_ROWS || bytes + size > MOST_BYTES) {
      portions.push([row])
      bytes = size
    } else {
      portion.push(row)
      bytes += size
    }
  }
  return portions
}

const sizeOf = (row: Parameters): number =>
  Object.values(row).reduce<number>(
    (sum, value) =>
      sum + (typeof value === 'string' || Buffer.isBuffer(value) ? Buffer.byteLength(value) : 8),
    0,
  )
