/** The methods by which a response leaves. */
export type Departure = 'writeHead' | 'write' | 'end' | 'flushHeaders'

/** One call of such a method. */
export interface DepartureCall {
  readonly method: Departure
  readonly args: readonly unknown[]
  /** With this call the client has the whole body. */
  readonly whole: boolean
}
