/** The few words in which databases differ where a session's end is computed. */
export interface Syntax {
  /** Epoch milliseconds: `:now`, or the database's clock when that is null. */
  readonly now: string
  /** A parameter or literal as a 64-bit integer, also when it is null. */
  integer(value: string): string
  least(a: string, b: string): string
  greatest(a: string, b: string): string
}

/** What Spring writes for a session that never expires. */
export const NEVER = '9223372036854775807'

/**
 * The last moment that JavaScript counts exactly. A row with a later one is no session, but must not
 * make a statement overflow that finds others, too.
 */
const LAST = '9007199254740991'

/** When a session ends, in epoch milliseconds, from its columns or what replaces them. */
export function endOf(
  { integer, least }: Syntax,
  { created, accessed, idle }: { created: string; accessed: string; idle: string },
): string {
  const idleEnd = `CASE WHEN ${idle} < 0 THEN ${NEVER} ELSE ${least(accessed, LAST)} + ${integer('1000')} * ${idle} END`
  const absoluteEnd = `COALESCE(${least(created, LAST)} + ${integer(':absoluteTimeout')}, ${NEVER})`
  return least(idleEnd, absoluteEnd)
}

const columns = (alias: string): { created: string; accessed: string; idle: string } => ({
  created: `${alias}CREATION_TIME`,
  accessed: `${alias}LAST_ACCESS_TIME`,
  idle: `${alias}MAX_INACTIVE_INTERVAL`,
})

/** A row whose session has not ended. EXPIRY_TIME does not count here: it is what the sweep goes by. */
export const isAlive = (syntax: Syntax, alias = ''): string =>
  `${endOf(syntax, columns(alias))} > ${syntax.now}`

/** Sets the access time to now, never backwards, and the expiry with it. */
export function touchColumns(syntax: Syntax, alias = ''): string {
  const before = columns(alias)
  const accessed = syntax.greatest(before.accessed, syntax.now)
  // EXPIRY_TIME first: MySQL computes each column from what the earlier ones were set to.
  return `EXPIRY_TIME = ${endOf(syntax, { ...before, accessed })},
  LAST_ACCESS_TIME = ${accessed}`
}

/** What a save sets: the parameters are those of `updateParameters`. */
export function saveColumns(syntax: Syntax, alias = ''): string {
  const { integer, greatest, now } = syntax
  const before = columns(alias)
  const accessed = `CASE WHEN ${integer(':touch')} = 1 THEN ${greatest(before.accessed, now)} ELSE ${before.accessed} END`
  const idle = `COALESCE(${integer(':idle')}, ${before.idle})`
  return `EXPIRY_TIME = ${endOf(syntax, { ...before, accessed, idle })},
  LAST_ACCESS_TIME = ${accessed},
  MAX_INACTIVE_INTERVAL = ${idle},
  PRINCIPAL_NAME = CASE WHEN ${integer(':principalMoves')} = 1 THEN :principal ELSE ${alias}PRINCIPAL_NAME END,
  SESSION_ID = COALESCE(:newId, ${alias}SESSION_ID)`
}

/** Is a read due to renew the access time? The rule of `isTouchDue`. */
export function isTouchDue(syntax: Syntax, alias: string): string {
  const { accessed, idle } = columns(alias)
  const { now, integer, least, greatest } = syntax
  const usual = `CASE WHEN ${idle} < 0 THEN 1000 ELSE ${least('1000', `10 * ${integer(idle)}`)} END`
  return `(${now} > ${accessed} AND ${now} - ${greatest(accessed, `-${LAST}`)} >= COALESCE(${integer(':touchInterval')}, ${usual}))`
}
