import type { ServerResponse } from 'node:http'
import { PassThrough, Readable, Transform } from 'node:stream'
import { afterEach, describe, expect, test } from 'vitest'
import { commitBeforeHeaders } from '../../../src/node/commit-before-headers.ts'
import { nodeExchange } from '../../../src/node/node-exchange.ts'
import type { NodeRequest, NodeResponse } from '../../../src/node/node-message.ts'
import { respondWithError } from '../../../src/node/respond-with-error.ts'
import { type Deferred, deferred } from './support/deferred.ts'
import { type Protocol, protocols, type RunningServer } from './support/protocols.ts'
import { headerValues } from './support/received.ts'

type Listener = (...args: unknown[]) => void
interface Insides {
  readonly _header?: unknown
  readonly _implicitHeader?: () => void
}
type Wrap = (response: ServerResponse) => void

/** What loggers and session libraries do: act once, just before the head. */
function onHeaders(response: ServerResponse, listener: (response: ServerResponse) => void): void {
  const { writeHead } = response
  let fired = false
  response.writeHead = function wrapped(this: ServerResponse, ...args: unknown[]) {
    if (!fired) {
      fired = true
      listener(this)
    }
    return Reflect.apply(writeHead, this, args)
  } as typeof writeHead
}

/** What compressing middleware does: body and drain go through a stream of its own. */
const shouting: Wrap = (response) => {
  const { write, end, on } = response
  let stream: Transform | undefined
  let waiting: [string, Listener][] | undefined = []
  let ended = false
  const begin = () => {
    // As such middleware does, by the names that Node uses inside.
    const { _header: head, _implicitHeader: implicitHeader } = response as unknown as Insides
    if (head) return
    if (implicitHeader === undefined) response.writeHead(response.statusCode)
    else implicitHeader.call(response)
  }
  response.write = ((chunk: string | Buffer, encoding?: BufferEncoding) => {
    if (ended) return false
    begin()
    return stream === undefined
      ? Reflect.apply(write, response, [chunk, encoding])
      : stream.write(chunk, encoding as BufferEncoding)
  }) as typeof write
  response.end = ((chunk?: string | Buffer, encoding?: BufferEncoding) => {
    if (ended) return response
    begin()
    ended = true
    if (stream === undefined) return Reflect.apply(end, response, [chunk, encoding])
    if (chunk) stream.end(chunk, encoding as BufferEncoding)
    else stream.end()
    return response
  }) as typeof end
  response.on = ((event: string, listener: Listener) => {
    if (event !== 'drain' || waiting === undefined) {
      const target = event === 'drain' && stream !== undefined ? stream : undefined
      if (target === undefined) Reflect.apply(on, response, [event, listener])
      else target.on(event, listener)
    } else {
      waiting.push([event, listener])
    }
    return response
  }) as typeof on
  onHeaders(response, () => {
    response.setHeader('Content-Encoding', 'shouting')
    response.removeHeader('Content-Length')
    stream = new Transform({
      transform(chunk, _encoding, callback) {
        callback(null, String(chunk).toUpperCase())
      },
    })
    for (const [event, listener] of waiting ?? []) stream.on(event, listener)
    waiting = undefined
    stream.on('data', (chunk: Buffer) => {
      if (Reflect.apply(write, response, [chunk]) === false) stream?.pause()
    })
    stream.on('end', () => Reflect.apply(end, response, []))
    Reflect.apply(on, response, ['drain', () => stream?.resume()])
  })
}

/** What a logger does. */
const logging: Wrap = (response) => {
  onHeaders(response, () => response.setHeader('X-Logged', 'yes'))
  const { end } = response
  response.end = function wrapped(this: ServerResponse, ...args: unknown[]) {
    return Reflect.apply(end, this, args)
  } as typeof end
}

let server: RunningServer

afterEach(() => server.close())

describe.each(protocols)('over $name', (protocol: Protocol) => {
  const bodies: readonly [string, (response: ServerResponse) => void][] = [
    ['end', (response) => response.end('hello world')],
    [
      'several writes',
      (response) => {
        response.write('hello')
        response.write(' ')
        response.end('world')
      },
    ],
    [
      'a pipe',
      (response) =>
        Readable.from(['hello', ' ', 'world'].map((text) => Buffer.from(text))).pipe(response),
    ],
  ]
  const wrappers: readonly [string, Wrap, string][] = [
    ['a compressing wrapper', shouting, 'HELLO WORLD'],
    ['a logging wrapper', logging, 'hello world'],
  ]
  const rows = wrappers.flatMap(([wrapper, wrap, body]) =>
    bodies.flatMap(([name, send]) =>
      (['under', 'over'] as const).flatMap((place) =>
        (['at once', 'later'] as const).map((when) => ({
          wrapper,
          wrap,
          body,
          name,
          send,
          place,
          when,
        })),
      ),
    ),
  )

  function hold(request: NodeRequest, response: NodeResponse, saved: Deferred | undefined): void {
    const exchange = nodeExchange(request, response)
    const announce = () => exchange.appendResponseHeader('Set-Cookie', 'id=1')
    exchange.hold({
      commit() {
        if (saved !== undefined) return saved.promise.then(announce)
        announce()
        return undefined
      },
      complete: () => undefined,
    })
  }

  test.each(rows)('$wrapper $place the hold works for $name, saved $when', async (row) => {
    const saved = row.when === 'later' ? deferred() : undefined
    server = await protocol.start((request, response) => {
      if (row.place === 'under') row.wrap(response as ServerResponse)
      hold(request, response, saved)
      if (row.place === 'over') row.wrap(response as ServerResponse)
      row.send(response as ServerResponse)
    })
    const client = await server.request()
    await server.roundTrip()
    expect(client.seen()).toBe(saved === undefined)
    saved?.resolve()

    const received = await client.receive()
    expect(received).toMatchObject({ status: 200, body: row.body, whole: true })
    expect(headerValues(received, 'set-cookie')).toEqual(['id=1'])
    const mark = row.wrap === shouting ? 'content-encoding' : 'x-logged'
    expect(headerValues(received, mark)).toHaveLength(1)
  })

  test('a large body gets through a compressing wrapper under the hold', async () => {
    const saved = deferred()
    const chunk = 'x'.repeat(100_000)
    server = await protocol.start((request, response) => {
      shouting(response as ServerResponse)
      hold(request, response, saved)
      Readable.from(Array.from({ length: 20 }, () => Buffer.from(chunk))).pipe(
        response as ServerResponse,
      )
    })
    const client = await server.request()
    await server.roundTrip()
    saved.resolve()

    const received = await client.receive()
    expect(received.whole).toBe(true)
    expect(received.body).toHaveLength(20 * chunk.length)
  })

  test('a wrapper put over a held response goes on working when it has left', async () => {
    const saved = deferred()
    const arrived = deferred<ServerResponse>()
    server = await protocol.start((request, response) => {
      hold(request, response, saved)
      arrived.resolve(response as ServerResponse)
    })
    const client = await server.request()
    const response = await arrived.promise
    response.write('a')
    const { write, setHeader } = response
    response.write = ((...args: unknown[]) => Reflect.apply(write, response, args)) as typeof write
    response.setHeader = ((...args: unknown[]) =>
      Reflect.apply(setHeader, response, args)) as typeof setHeader
    response.write('b')
    saved.resolve()
    await server.roundTrip()
    response.write('c')
    response.end('d')

    expect(await client.receive()).toMatchObject({ body: 'abcd', whole: true })
    expect(() => response.setHeader('x', 'y')).toThrow()
  })

  test('a failed commit is answered cleanly through a compressing wrapper over the hold', async () => {
    const saved = deferred()
    server = await protocol.start((request, response) => {
      const participant = { commit: () => saved.promise, complete: () => undefined }
      commitBeforeHeaders(request, response, participant, (error) => {
        respondWithError(response, error)
      })
      logging(response as ServerResponse)
      new PassThrough().end('hello').pipe(response as ServerResponse)
    })
    const client = await server.request()
    saved.reject(Object.assign(new Error(), { status: 409 }))

    expect(await client.receive()).toMatchObject({ status: 409, body: 'Conflict', whole: true })
  })
})
