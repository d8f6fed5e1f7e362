import type { ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { afterEach, describe, expect, test } from 'vitest'
import { commitBeforeHeaders } from '../../../src/node/commit-before-headers.ts'
import { nodeExchange } from '../../../src/node/node-exchange.ts'
import type { NodeResponse } from '../../../src/node/node-message.ts'
import { respondWithError } from '../../../src/node/respond-with-error.ts'
import { deferred } from './support/deferred.ts'
import { type Protocol, protocols, type RunningServer } from './support/protocols.ts'
import { headerValues } from './support/received.ts'

/** HTTP/2's compatibility response takes the same calls. */
type Response = ServerResponse

interface DepartureCase {
  readonly name: string
  readonly method?: string
  readonly depart: (response: Response) => void
  readonly status?: number
  readonly body?: string
  readonly headers?: Readonly<Record<string, string[]>>
  readonly only?: 'HTTP/1.1'
}

const departures: readonly DepartureCase[] = [
  { name: 'end()', depart: (response) => response.end(), body: '' },
  { name: 'end(body)', depart: (response) => response.end('hello') },
  { name: 'end(bytes)', depart: (response) => response.end(Buffer.from('hello')) },
  { name: 'end(callback)', depart: (response) => response.end(() => undefined), body: '' },
  {
    name: 'end(chunk, encoding, callback)',
    depart: (response) => response.end('aGVsbG8=', 'base64', () => undefined),
  },
  {
    name: 'write and end',
    depart: (response) => {
      response.write('hel')
      response.end('lo')
    },
  },
  {
    name: 'write(chunk, encoding, callback) and end',
    depart: (response) => {
      response.write('68656c', 'hex', () => response.end('lo'))
    },
  },
  {
    name: 'writeHead(status)',
    depart: (response) => response.writeHead(201).end('hello'),
    status: 201,
  },
  {
    name: 'writeHead(status, headers)',
    depart: (response) => response.writeHead(201, { 'x-a': '1', 'x-b': ['2', '3'] }).end('hello'),
    status: 201,
    headers: { 'x-a': ['1'], 'x-b': ['2', '3'] },
  },
  {
    name: 'writeHead(status, message, headers)',
    depart: (response) => response.writeHead(201, 'Made', { 'x-a': '1' }).end('hello'),
    status: 201,
    headers: { 'x-a': ['1'] },
    only: 'HTTP/1.1',
  },
  {
    name: 'writeHead(status, flat list)',
    depart: (response) =>
      response.writeHead(201, ['x-a', '1', 'x-b', '2', 'x-b', '3'] as never).end('hello'),
    status: 201,
    headers: { 'x-a': ['1'], 'x-b': ['2', '3'] },
  },
  {
    name: 'writeHead(status, list of pairs)',
    depart: (response) =>
      response
        .writeHead(201, [
          ['x-a', '1'],
          ['x-b', '2'],
          ['x-b', '3'],
        ] as never)
        .end('hello'),
    status: 201,
    headers: { 'x-a': ['1'], 'x-b': ['2', '3'] },
  },
  {
    name: 'setHeader and writeHead that replaces it',
    depart: (response) => {
      response.setHeader('x-a', 'old')
      response.setHeader('x-c', '3')
      response.writeHead(200, { 'X-A': 'new' }).end('hello')
    },
    headers: { 'x-a': ['new'], 'x-c': ['3'] },
  },
  {
    name: 'flushHeaders and end',
    depart: (response) => {
      response.flushHeaders()
      response.end('hello')
    },
  },
  {
    name: 'a redirect',
    depart: (response) => response.writeHead(302, { location: '/there' }).end(),
    status: 302,
    body: '',
    headers: { location: ['/there'] },
  },
  {
    name: 'pipe',
    depart: (response) => Readable.from([Buffer.from('hel'), Buffer.from('lo')]).pipe(response),
  },
  {
    name: 'pipeline',
    depart: (response) => {
      pipeline(Readable.from([Buffer.from('hel'), Buffer.from('lo')]), response).catch(
        () => undefined,
      )
    },
  },
  {
    name: 'a declared length reached by write',
    depart: (response) => {
      response.setHeader('content-length', 5)
      response.write('hel')
      response.write('lo')
      response.end()
    },
    headers: { 'content-length': ['5'] },
  },
  {
    name: 'a declared length of zero',
    depart: (response) => response.writeHead(200, { 'Content-Length': 0 }).end(),
    body: '',
    headers: { 'content-length': ['0'] },
  },
  {
    name: 'HEAD',
    method: 'HEAD',
    depart: (response) => response.writeHead(200, { 'content-length': 5 }).end('hello'),
    body: '',
    headers: { 'content-length': ['5'] },
  },
  {
    name: '204',
    depart: (response) => response.writeHead(204).end(),
    status: 204,
    body: '',
  },
  {
    name: '304',
    depart: (response) => {
      response.statusCode = 304
      response.setHeader('etag', '"x"')
      response.end()
    },
    status: 304,
    body: '',
    headers: { etag: ['"x"'] },
  },
]

let server: RunningServer

afterEach(() => server.close())

describe.each(protocols)('$name', (protocol: Protocol) => {
  const cases = departures.filter(({ only }) => only === undefined || only === protocol.name)

  test.each(cases)('a commit with nothing to wait for does not hold $name', async (departure) => {
    const steps: string[] = []
    server = await protocol.start((request, response) => {
      const exchange = nodeExchange(request, response)
      exchange.hold({
        commit() {
          steps.push('commit')
          exchange.appendResponseHeader('Set-Cookie', 'id=1')
          return undefined
        },
        complete: () => undefined,
      })
      departure.depart(response as Response)
    })

    const received = await (await server.request(departure.method)).receive()

    expect(received).toMatchObject({
      status: departure.status ?? 200,
      body: departure.body ?? 'hello',
      whole: true,
    })
    for (const [name, values] of Object.entries(departure.headers ?? {})) {
      expect(headerValues(received, name).join(', ')).toBe(values.join(', '))
    }
    expect(headerValues(received, 'set-cookie')).toEqual(['id=1'])
    expect(steps).toEqual(['commit'])
  })

  test.each(cases)('no byte of $name leaves before the commit has finished', async (departure) => {
    const saved = deferred()
    const committing = deferred()
    let held: NodeResponse | undefined
    server = await protocol.start((request, response) => {
      const exchange = nodeExchange(request, response)
      exchange.hold({
        async commit() {
          committing.resolve()
          await saved.promise
          exchange.appendResponseHeader('Set-Cookie', 'id=1')
        },
        complete: () => undefined,
      })
      departure.depart(response as Response)
      held = response
    })
    const request = await server.request(departure.method)
    await committing.promise

    await server.roundTrip()
    expect(request.seen()).toBe(false)
    expect(held?.headersSent).toBe(true)
    saved.resolve()
    const received = await request.receive()

    expect(received).toMatchObject({
      status: departure.status ?? 200,
      body: departure.body ?? 'hello',
      whole: true,
    })
    for (const [name, values] of Object.entries(departure.headers ?? {})) {
      expect(headerValues(received, name).join(', ')).toBe(values.join(', '))
    }
    expect(headerValues(received, 'set-cookie')).toEqual(['id=1'])
  })

  test.each(cases)('a failed commit turns $name into one clean error', async (departure) => {
    const steps: string[] = []
    server = await protocol.start((request, response) => {
      const participant = {
        async commit() {
          steps.push('commit')
          await Promise.resolve()
          throw Object.assign(new Error('secret'), { status: 503 })
        },
        complete: () => undefined,
      }
      commitBeforeHeaders(request, response, participant, (error) => {
        steps.push(`error ${response.headersSent} ${response.writableEnded} ${response.statusCode}`)
        respondWithError(response, error)
      })
      departure.depart(response as Response)
    })

    const received = await (await server.request(departure.method)).receive()

    expect(received).toEqual({
      status: 503,
      headers: expect.anything(),
      body: departure.method === 'HEAD' ? '' : 'Service Unavailable',
      whole: true,
    })
    const kept = received.headers.filter(([name]) => name !== 'x-c' && name !== 'x-a')
    expect(kept.toSorted()).toEqual([
      ['content-length', '19'],
      ['content-type', 'text/plain; charset=utf-8'],
      ['retry-after', '1'],
    ])
    expect(steps).toEqual(['commit', 'error false false 200'])
  })
})
