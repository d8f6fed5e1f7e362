import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { commitBeforeHeaders } from '../../../src/node/commit-before-headers.ts'
import { deferred } from './support/deferred.ts'
import { committingParticipant, completingParticipant } from './support/participants.ts'
import { RawClient } from './support/raw-client.ts'

interface Arrival {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly participant: ReturnType<typeof committingParticipant>
}

let server: Server
let client: RawClient

afterEach(async () => {
  client.close()
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

/** Requests on one connection, each held by a participant of its own. */
async function pipelined(count: number): Promise<Arrival[]> {
  const arrivals: Arrival[] = []
  const all = deferred<Arrival[]>()
  server = createServer((request, response) => {
    const participant = committingParticipant()
    commitBeforeHeaders(request, response, participant, () => undefined)
    arrivals.push({ request, response, participant })
    if (arrivals.length === count) all.resolve(arrivals)
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  client = await RawClient.connect((server.address() as AddressInfo).port)
  for (let index = 0; index < count; index += 1) client.get(`/${index}`)
  return all.promise
}

describe('pipelined requests', () => {
  test('are answered in their order, whichever is saved first', async () => {
    const arrivals = await pipelined(3)
    const [{ request }] = arrivals as [Arrival]
    for (const { response, request } of arrivals) response.end(`body of ${request.url}`)
    for (const { participant } of arrivals.toReversed()) participant.saved.resolve()

    for (const path of ['/0', '/1', '/2']) {
      expect(await client.receive()).toMatchObject({ body: `body of ${path}`, whole: true })
    }
    request.socket.destroy()
    expect(request.socket.destroyed).toBe(true)
  })

  test('are all answered when a plain destroy comes while they are held', async () => {
    const arrivals = await pipelined(2)
    for (const { request, response } of arrivals) response.end(`body of ${request.url}`)
    arrivals[0]?.request.socket.destroy()
    for (const { participant } of arrivals) participant.saved.resolve()

    for (const path of ['/0', '/1']) {
      expect(await client.receive()).toMatchObject({ body: `body of ${path}`, whole: true })
    }
    await client.until(() => client.closed)
  })

  test('do not hear of a drain that belongs to another', async () => {
    const [first, second] = (await pipelined(2)) as [Arrival, Arrival]
    let drains = 0
    second.response.on('drain', () => {
      drains += 1
    })
    second.response.write('b')
    first.response.write('a')
    const drained = once(first.response, 'drain')
    first.participant.saved.resolve()
    await drained
    first.response.end()
    expect(await client.receive()).toMatchObject({ body: 'a' })
    expect(drains).toBe(0)

    second.response.end()
    second.participant.saved.resolve()
    expect(await client.receive()).toMatchObject({ body: 'b' })
  })
})

describe('a server that closes', () => {
  test('still sends a response that had ended and was held', async () => {
    const [held] = (await pipelined(1)) as [Arrival]
    held.response.end('saved')
    const closed = new Promise((resolve) => server.close(resolve))
    held.participant.saved.resolve()

    expect(await client.receive()).toMatchObject({ body: 'saved', whole: true })
    await closed
  })
})

describe('a client that closes its side', () => {
  test('frees the connection, and the commit goes on', async () => {
    const [held] = (await pipelined(1)) as [Arrival]
    held.response.end('saved')
    const closed = once(held.request.socket, 'close')
    client.socket.end()
    await closed
    held.participant.saved.resolve()
    await held.participant.saved.promise

    expect(held.participant.steps).toEqual(['commit'])
  })
})

describe('informational responses', () => {
  test('pass while the final one is held', async () => {
    const [held] = (await pipelined(1)) as [Arrival]
    held.response.end('final')
    held.response.writeContinue()
    held.response.writeProcessing()
    held.response.writeEarlyHints({ link: '</style.css>; rel=preload' })
    await client.until(() => client.bytes.includes('103 Early Hints'))
    expect(client.bytes).toMatch(/^HTTP\/1\.1 100 .*\r\n\r\nHTTP\/1\.1 102 /)
    expect(client.bytes).not.toContain('200 OK')
    held.participant.saved.resolve()

    expect(await client.receive()).toMatchObject({ status: 200, body: 'final' })
  })
})

describe('a connection that is used for long', () => {
  test('gathers no listeners', async () => {
    const sockets = new Set<IncomingMessage['socket']>()
    const counts: number[] = []
    server = createServer((request, response) => {
      const { socket } = request
      sockets.add(socket)
      const names = socket.eventNames()
      counts.push(names.reduce((sum, event) => sum + socket.listenerCount(event), 0))
      const participant = completingParticipant()
      commitBeforeHeaders(request, response, participant, () => undefined)
      response.write('a')
      response.end('b')
      participant.completed.resolve()
    })
    await once(server.listen(0, '127.0.0.1'), 'listening')
    client = await RawClient.connect((server.address() as AddressInfo).port)
    for (let index = 0; index < 20; index += 1) {
      client.get('/')
      expect(await client.receive()).toMatchObject({ body: 'ab', whole: true })
    }

    expect(sockets.size).toBe(1)
    expect(counts.at(-1)).toBe(counts.at(1))
  })
})
