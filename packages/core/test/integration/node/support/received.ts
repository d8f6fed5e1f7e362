/** A response as the client has it, from either protocol. */
export interface Received {
  readonly status: number
  /** In the order of arrival, names in lower case, without `Date` and what keeps a connection. */
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: string
  /** Did the response end as its framing says, and not with the connection? */
  readonly whole: boolean
}

const OF_THE_CONNECTION = new Set(['date', 'connection', 'keep-alive', 'transfer-encoding'])

export function comparableHeaders(
  headers: readonly (readonly [string, string])[],
): readonly (readonly [string, string])[] {
  return headers.filter(([name]) => !OF_THE_CONNECTION.has(name) && !name.startsWith(':'))
}

export function headerValues(received: Received, name: string): string[] {
  return received.headers.filter(([present]) => present === name).map(([, value]) => value)
}
