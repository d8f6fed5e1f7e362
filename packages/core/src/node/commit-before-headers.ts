import type { Readable } from 'node:stream'
import type { ResponseParticipant } from '../http/http-exchange.ts'
import type { Departure } from './departure.ts'
import type { NodeRequest, NodeResponse } from './node-message.ts'
import { gatedHoldOf, gateOf } from './response-gate.ts'
import { ResponseHold } from './response-hold.ts'

const HOLD = Symbol('session.hold')

type PatchedResponse = Record<Departure | 'writeHeader', unknown> & { [HOLD]: ResponseHold }

/**
 * Makes the response wait for a participant: before the first byte of the head leaves, whatever makes
 * it leave, `commit()` is called and awaited; before the body is whole, `complete()`.
 *
 * The first participant of a response installs the hold, later ones join it, in order. One that joins
 * after the head has left is asked to `complete()` only. Nothing is visible when nobody has anything
 * to wait for. While the response is held it looks to the application as if it had left:
 * `headersSent` is true, headers cannot be set, `write` returns `false` until `'drain'`.
 *
 * When a commit rejects, what was held is dropped, with its status and the headers that described it,
 * and `onError` is called once to write another response; if it fails, `respondWithError` does. Who
 * was piping into the response is unpiped. Who writes into it otherwise is not heard while the status
 * is 200, nor after the error response has ended: an error handler that answers later must set a
 * status. When the head has left already and `complete()` rejects, the connection is cut before
 * `onError` is called.
 *
 * Writing to the connection itself is not held: `response.stream.respond()` of HTTP/2, informational
 * responses, an upgraded socket. Bytes written before the first participant joined do not count
 * towards a declared `Content-Length`.
 */
export function commitBeforeHeaders(
  request: NodeRequest,
  response: NodeResponse,
  participant: ResponseParticipant,
  onError: (error: unknown) => void,
): void {
  const hold = holdOf(response) ?? install(request, response)
  hold.join({ participant, onError })
}

/** The hold of a response, once a participant has joined. */
export function holdOf(response: NodeResponse): ResponseHold | undefined {
  return (response as { [HOLD]?: ResponseHold })[HOLD] ?? gatedHoldOf(response)
}

function install(request: NodeRequest, response: NodeResponse): ResponseHold {
  const gate = gateOf(response)
  const hold = new ResponseHold(request, response, gate)
  response.on('pipe', addSource)
  if (gate !== undefined) {
    gate.hold(response, hold)
    return hold
  }
  const held = response as unknown as PatchedResponse
  held[HOLD] = hold
  held.writeHead = writeHead
  held.write = write
  held.end = end
  held.flushHeaders = flushHeaders
  // An old name for the same function, which would go round the other.
  if ('writeHeader' in held) held.writeHeader = writeHead
  return hold
}

// One set of functions for all responses: a hold costs no closures.

function writeHead(this: PatchedResponse, ...args: unknown[]): unknown {
  return this[HOLD].depart('writeHead', args)
}

function write(this: PatchedResponse, ...args: unknown[]): unknown {
  return this[HOLD].depart('write', args)
}

function end(this: PatchedResponse, ...args: unknown[]): unknown {
  return this[HOLD].depart('end', args)
}

function flushHeaders(this: PatchedResponse): unknown {
  return this[HOLD].depart('flushHeaders', [])
}

function addSource(this: NodeResponse, source: Readable): void {
  holdOf(this)?.addSource(source)
}
