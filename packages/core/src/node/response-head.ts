import type { OutgoingHttpHeader } from 'node:http'
import { validateHeaderValue } from 'node:http'
import { nodeError } from './node-error.ts'
import { isHttp2, type NodeResponse } from './node-message.ts'

type Entry = readonly [name: string, value: OutgoingHttpHeader]

/**
 * Moves what `writeHead` was given into the response, where participants see it and where it can be
 * taken back: the status, the message, and the headers as Node merges them (a list replaces the
 * headers it names and keeps its own repetitions).
 *
 * Returns what undoes the headers. Throws what Node throws, and then nothing has changed.
 */
export function takeHead(response: NodeResponse, args: readonly unknown[]): () => void {
  const [status, second, third] = args
  const message = typeof second === 'string' ? second : undefined
  const headers = message === undefined ? (third ?? second) : third
  const previous = statusOf(response)
  const undo: (() => void)[] = []
  const undoHeaders = () => {
    for (const step of undo.reverse()) step()
  }
  try {
    response.statusCode = status as number
    if (message !== undefined && !isHttp2(response)) response.statusMessage = message
    validateStatus(response)
    applyHeaders(response, headers, undo)
  } catch (error) {
    undoHeaders()
    restoreStatus(response, previous)
    throw error
  }
  return undoHeaders
}

/** The status and its message, where the protocol has one: assigned to the response, they are back. */
export function statusOf(response: NodeResponse): { statusCode: number; statusMessage?: string } {
  const { statusCode } = response
  return isHttp2(response) ? { statusCode } : { statusCode, statusMessage: response.statusMessage }
}

/** Assigns what differs and nothing else: `statusMessage` is seldom there, and adding it is not free. */
export function restoreStatus(
  response: NodeResponse,
  { statusCode, statusMessage }: ReturnType<typeof statusOf>,
): void {
  if (response.statusCode !== statusCode) response.statusCode = statusCode
  if (!isHttp2(response) && response.statusMessage !== statusMessage) {
    response.statusMessage = statusMessage as string
  }
}

/** Refuses the status and the message that HTTP/1 would refuse when it writes the head. */
export function validateStatus(response: NodeResponse): void {
  // HTTP/2 has refused them when they were set.
  if (isHttp2(response)) return
  const status = response.statusCode | 0
  if (status < 100 || status > 999) {
    const text = `Invalid status code: ${response.statusCode}`
    throw nodeError('ERR_HTTP_INVALID_STATUS_CODE', text, RangeError)
  }
  if (response.statusMessage) validateHeaderValue('statusMessage', response.statusMessage)
}

const OF_THE_BODY =
  /^(?:content-(?!security-policy).*|etag|last-modified|location|cache-control|expires|accept-ranges|transfer-encoding|trailer)$/i

/** Takes from the response what described a body that is not going to be sent. */
export function resetHead(response: NodeResponse): void {
  for (const name of response.getHeaderNames()) {
    if (OF_THE_BODY.test(name)) response.removeHeader(name)
  }
  response.addTrailers({})
  response.statusCode = 200
  if (!isHttp2(response)) response.statusMessage = undefined as unknown as string
}

function applyHeaders(response: NodeResponse, headers: unknown, undo: (() => void)[]): void {
  if (headers === undefined || headers === null) return
  const entries = entriesOf(headers)
  const repeatable = Array.isArray(headers)
  for (const [name] of repeatable ? entries : []) {
    if (!response.hasHeader(name)) continue
    undo.push(undoOf(response, name))
    response.removeHeader(name)
  }
  for (const [name, value] of entries) {
    undo.push(undoOf(response, name))
    if (repeatable) response.appendHeader(name, value as string)
    else response.setHeader(name, value)
  }
}

function undoOf(response: NodeResponse, name: string): () => void {
  const value = typeof name === 'string' ? response.getHeader(name) : undefined
  // Appending changes the list that is there.
  const previous = Array.isArray(value) ? [...value] : value
  return () => {
    if (previous !== undefined) response.setHeader(name, previous)
    else if (response.hasHeader(name)) response.removeHeader(name)
  }
}

function entriesOf(headers: object): readonly Entry[] {
  if (!Array.isArray(headers)) return Object.entries(headers) as Entry[]
  if (Array.isArray(headers[0])) return headers as Entry[]
  if (headers.length % 2 !== 0) {
    throw nodeError(
      'ERR_INVALID_ARG_VALUE',
      'The list of headers has a name without value',
      TypeError,
    )
  }
  return Array.from({ length: headers.length / 2 }, (_, index) => [
    headers[2 * index],
    headers[2 * index + 1],
  ])
}
