import { Writable } from 'node:stream'
import type { Departure, DepartureCall } from './departure.ts'
import { isHttp2, type NodeResponse } from './node-message.ts'

const judge = new Writable()

/**
 * Throws for a chunk or an encoding that a stream refuses, with the error that Node has for it. An
 * `end` without a chunk is fine; what counts as none differs between the protocols.
 */
export function validateChunk(
  response: NodeResponse,
  method: Departure,
  args: readonly unknown[],
): void {
  const [chunk, encoding] = args
  if (method === 'end' && isNoChunk(response, chunk)) return
  const refusedChunk = typeof chunk !== 'string' && !(chunk instanceof Uint8Array)
  const refusedEncoding =
    typeof encoding === 'string' && encoding !== 'buffer' && !Buffer.isEncoding(encoding)
  // The judge throws before it takes any notice of such a chunk.
  if (refusedChunk || refusedEncoding) judge.write(chunk, encoding as BufferEncoding)
}

function isNoChunk(response: NodeResponse, chunk: unknown): boolean {
  if (typeof chunk === 'function' || chunk === null || chunk === undefined) return true
  return !chunk && !isHttp2(response)
}

/**
 * A call that is carried out later, in one go with others. HTTP/2 sends what happens to be in memory
 * when such a batch has strings in it and an empty chunk at its end: it gets bytes.
 */
export function safeInBatch(response: NodeResponse, call: DepartureCall): DepartureCall {
  const [chunk, encoding, ...rest] = call.args
  if (typeof chunk !== 'string' || call.method === 'writeHead' || !isHttp2(response)) return call
  const args =
    typeof encoding === 'string'
      ? [Buffer.from(chunk, encoding as BufferEncoding), ...rest]
      : [Buffer.from(chunk), ...call.args.slice(1)]
  return { ...call, args }
}

export function byteLength([chunk, encoding]: readonly unknown[]): number {
  if (chunk instanceof Uint8Array) return chunk.byteLength
  if (typeof chunk !== 'string') return 0
  return Buffer.byteLength(
    chunk,
    typeof encoding === 'string' ? (encoding as BufferEncoding) : 'utf8',
  )
}

/** Counts the body, to know the call with which the client has the whole of it. */
export class BodyProgress {
  readonly #response: NodeResponse
  #written = 0
  #declared: number | undefined

  constructor(response: NodeResponse) {
    this.#response = response
  }

  /** To be asked once for each call, in order, from the first that sends the head. */
  isWholeWith(method: Departure, args: readonly unknown[]): boolean {
    if (method !== 'write') return method === 'end'
    this.#declared ??= declaredLength(this.#response)
    if (this.#declared === Number.POSITIVE_INFINITY) return false
    this.#written += byteLength(args)
    return this.#written >= this.#declared
  }
}

function declaredLength(response: NodeResponse): number {
  const declared = response.getHeader('content-length') ?? lengthInWrittenHead(response)
  return declared === undefined ? Number.POSITIVE_INFINITY : Number(declared)
}

// Headers that only `writeHead` was given exist nowhere but in the text of the head. It is private:
// where it is missing, no length is known, and the end of the response is the end of the body.
function lengthInWrittenHead(response: NodeResponse): string | undefined {
  const { _header: head } = response as { _header?: unknown }
  return typeof head === 'string' ? /^content-length: *(\d+)/im.exec(head)?.[1] : undefined
}
