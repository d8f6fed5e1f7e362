/** The methods by which a response leaves. */
export const DEPARTURES: readonly ['writeHead', 'write', 'end', 'flushHeaders'] = [
  'writeHead',
  'write',
  'end',
  'flushHeaders',
]

export type Departure = (typeof DEPARTURES)[number]

/** One call of such a method. */
export interface DepartureCall {
  readonly method: Departure
  readonly args: readonly unknown[]
  /** With this call the client has the whole body. */
  readonly whole: boolean
}
