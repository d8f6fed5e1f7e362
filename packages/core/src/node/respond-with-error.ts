import { breakOff } from './break-off.ts'
import type { NodeResponse } from './node-message.ts'

const TEXTS: ReadonlyMap<number, string> = new Map([
  [409, 'Conflict'],
  [500, 'Internal Server Error'],
  [503, 'Service Unavailable'],
])

/**
 * One clean response for an error: its `status` (409 or 503, else 500), its `headers`, and a text
 * that names nothing internal. A 503 always carries `Retry-After`.
 *
 * Does nothing when the response has ended; cuts it off when its head has left.
 */
export function respondWithError(response: NodeResponse, error: unknown): void {
  if (response.writableEnded) return
  if (response.headersSent) {
    breakOff(response)
    return
  }
  const facts = (typeof error === 'object' && error !== null ? error : {}) as ErrorFacts
  const status = TEXTS.has(facts.status as number) ? (facts.status as number) : 500
  const text = TEXTS.get(status) as string

  response.statusCode = status
  if (status === 503) response.setHeader('Retry-After', '1')
  for (const [name, value] of Object.entries(facts.headers ?? {})) response.setHeader(name, value)
  response.setHeader('Content-Type', 'text/plain; charset=utf-8')
  // Said aloud, because a length that the dropped response had declared switches Node's own off.
  response.setHeader('Content-Length', String(text.length))
  response.end(text)
}

interface ErrorFacts {
  readonly status?: unknown
  readonly headers?: Readonly<Record<string, string>>
}
