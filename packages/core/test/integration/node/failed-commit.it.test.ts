import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { PassThrough, Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { afterEach, describe, expect, test } from 'vitest'
import { commitBeforeHeaders } from '../../../src/node/commit-before-headers.ts'
import type { NodeRequest } from '../../../src/node/node-message.ts'
import { respondWithError } from '../../../src/node/respond-with-error.ts'
import { deferred } from './support/deferred.ts'
import { committingParticipant } from './support/participants.ts'
import {
  type ClientRequest,
  type Protocol,
  protocols,
  type RunningServer,
} from './support/protocols.ts'
import { headerValues } from './support/received.ts'

let server: RunningServer

afterEach(() => server.close())

const failure = Object.assign(new Error('the password is 1234'), { status: 503 })
const unavailable = { status: 503, body: 'Service Unavailable', whole: true }

describe.each(protocols)('a failed commit over $name', (protocol: Protocol) => {
  async function held(
    onError: (error: unknown, response: ServerResponse) => unknown = (error, response) =>
      respondWithError(response, error),
  ): Promise<{
    request: NodeRequest
    response: ServerResponse
    client: ClientRequest
    participant: ReturnType<typeof committingParticipant>
  }> {
    const participant = committingParticipant()
    const arrival = deferred<{ request: NodeRequest; response: ServerResponse }>()
    server = await protocol.start((request, response) => {
      commitBeforeHeaders(request, response, participant, (error) =>
        onError(error, response as ServerResponse),
      )
      arrival.resolve({ request, response: response as ServerResponse })
    })
    const client = await server.request()
    return { ...(await arrival.promise), client, participant }
  }

  test('drops status, message and what described the body, and keeps the rest', async () => {
    const { response, client, participant } = await held()
    response.setHeader('X-Request-Id', '7')
    response.setHeader('Content-Security-Policy', "default-src 'self'")
    response.setHeader('Content-Type', 'image/png')
    response.setHeader('Cache-Control', 'public')
    response.setHeader('ETag', '"x"')
    response.setHeader('X-Color', 'red')
    response.writeHead(302, { Location: '/there', 'X-Color': 'blue', 'X-Only': 'here' })
    response.end()
    participant.saved.reject(failure)

    const received = await client.receive()

    expect(received).toMatchObject(unavailable)
    expect(received.headers.toSorted()).toEqual([
      ['content-length', '19'],
      ['content-security-policy', "default-src 'self'"],
      ['content-type', 'text/plain; charset=utf-8'],
      ['retry-after', '1'],
      ['x-color', 'red'],
      ['x-request-id', '7'],
    ])
  })

  test('gives the error handler a response that it can write from the start', async () => {
    const { response, client, participant } = await held((_, fresh) => {
      expect(fresh.headersSent).toBe(false)
      expect(fresh.writableEnded).toBe(false)
      expect(fresh.finished).toBe(false)
      fresh.writeHead(500, { 'content-type': 'text/plain' })
      fresh.write('sor')
      fresh.end('ry')
    })
    response.writeHead(201, { 'content-length': 2 })
    response.end('ok')
    participant.saved.reject(failure)

    expect(await client.receive()).toMatchObject({ status: 500, body: 'sorry', whole: true })
    expect(participant.steps).toEqual(['commit'])
  })

  test('waits for an error handler that answers later, whatever its status', async () => {
    const rendered = deferred()
    const { response, client, participant } = await held(async (_, fresh) => {
      await rendered.promise
      fresh.end('sorry')
    })
    response.end('ok')
    participant.saved.reject(failure)
    await server.roundTrip()
    expect(client.seen()).toBe(false)
    rendered.resolve()

    expect(await client.receive()).toMatchObject({ status: 200, body: 'sorry' })
  })

  test.each([
    [
      'throws',
      () => {
        throw new Error('handler')
      },
    ],
    ['rejects', () => Promise.reject(new Error('handler'))],
  ])('answers by itself when the error handler %s', async (_, onError) => {
    const { response, client, participant } = await held(onError)
    response.end('ok')
    participant.saved.reject(failure)

    expect(await client.receive()).toMatchObject(unavailable)
  })

  test('cuts the connection when the error handler breaks in the middle', async () => {
    const { response, client, participant } = await held((_, fresh) => {
      fresh.write('sor')
      throw new Error('handler')
    })
    response.end('ok')
    participant.saved.reject(failure)

    expect(await client.receive()).toMatchObject({ whole: false })
  })

  test('treats a commit that throws like one that rejects', async () => {
    server = await protocol.start((request, response) => {
      const participant = {
        commit() {
          throw failure
        },
        complete: () => undefined,
      }
      commitBeforeHeaders(request, response, participant, (error) =>
        respondWithError(response, error),
      )
      response.end('ok')
    })

    expect(await (await server.request()).receive()).toMatchObject(unavailable)
  })

  test('waits for all participants, and reports the first failure once', async () => {
    const first = committingParticipant()
    const second = committingParticipant()
    const errors: unknown[] = []
    server = await protocol.start((request, response) => {
      for (const participant of [first, second]) {
        commitBeforeHeaders(request, response, participant, (error) => {
          errors.push(error)
          respondWithError(response, error)
        })
      }
      response.end('ok')
    })
    const client = await server.request()
    await server.roundTrip()
    second.saved.reject(new Error('second'))
    await server.roundTrip()
    expect(client.seen()).toBe(false)
    first.saved.reject(failure)

    expect(await client.receive()).toMatchObject(unavailable)
    expect(errors).toEqual([failure])
  })

  test('calls the callbacks of what was dropped, once, with the error', async () => {
    const { response, client, participant } = await held()
    const called: unknown[] = []
    response.write('a', (error) => called.push(error))
    response.end('b', (error?: unknown) => called.push(error))
    participant.saved.reject(failure)
    await client.receive()

    expect(called).toEqual([failure, failure])
  })

  test('commits a participant that joins for the error response', async () => {
    const late = committingParticipant()
    late.saved.resolve()
    const { response, client, participant } = await held((error, fresh) => {
      commitBeforeHeaders(fresh.req, fresh, late, () => undefined)
      respondWithError(fresh, error)
    })
    response.end('ok')
    participant.saved.reject(failure)

    expect(await client.receive()).toMatchObject(unavailable)
    expect(late.steps).toEqual(['commit', 'complete'])
    expect(participant.steps).toEqual(['commit'])
  })

  test('unpipes a source that was piped in', async () => {
    const { response, client, participant } = await held()
    const source = new PassThrough()
    source.pipe(response)
    source.write('a')
    const unpiped = once(response, 'unpipe')
    participant.saved.reject(failure)
    await unpiped
    source.end('b')

    expect(await client.receive()).toMatchObject(unavailable)
  })

  test.each([
    ['a stream', () => new PassThrough()],
    ['a stream that goes on', () => Readable.from(endless())],
    ['an iterable', () => endless()],
  ])('fails a pipeline from %s', async (_, makeSource) => {
    const { response, client, participant } = await held()
    const source = makeSource()
    if (source instanceof PassThrough) source.write('a')
    const settled = pipeline(source as Readable, response).then(
      () => 'whole',
      () => 'failed',
    )
    await server.roundTrip()
    participant.saved.reject(failure)

    expect(await client.receive()).toMatchObject(unavailable)
    expect(await settled).toBe('failed')
  })

  test('fails a pipeline from an iterable that has more only when all is over', async () => {
    const { response, client, participant } = await held()
    const more = deferred()
    async function* slow(): AsyncGenerator<string> {
      await more.promise
      yield 'secret'
    }
    response.flushHeaders()
    const settled = pipeline(slow(), response).catch(() => 'failed')
    const closed = once(response, 'close')
    participant.saved.reject(failure)
    await client.receive()
    await closed
    more.resolve()

    expect(await settled).toBe('failed')
  })

  test('lets nothing of a source that is still piped in into the error response', async () => {
    const source = new PassThrough()
    const { response, client, participant } = await held(async (_, fresh) => {
      fresh.statusCode = 500
      fresh.write('sor')
      source.write('secret')
      await server.roundTrip()
      fresh.end('ry')
    })
    response.flushHeaders()
    source.pipe(response)
    participant.saved.reject(failure)

    expect(await client.receive()).toMatchObject({ status: 500, body: 'sorry', whole: true })
  })

  test('sends no trailer of the dropped body', async () => {
    const { response, client, participant } = await held((_, fresh) => {
      fresh.statusCode = 500
      fresh.write('sor')
      fresh.end('ry')
    })
    response.setHeader('Trailer', 'x-sum')
    response.write('a')
    response.addTrailers({ 'x-sum': 'secret' })
    participant.saved.reject(failure)

    expect(await client.receive()).toMatchObject({ status: 500, body: 'sorry', whole: true })
    expect(client.body()).not.toContain('x-sum')
  })

  test('lets nothing of a handler that goes on writing into the error response', async () => {
    const answer = deferred()
    const { response, client, participant } = await held(async (error, fresh) => {
      await answer.promise
      respondWithError(fresh, error)
    })
    response.write('secret 1')
    participant.saved.reject(failure)
    await server.roundTrip()
    response.write('secret 2')
    response.writeHead(200)
    response.flushHeaders()
    response.end('secret 3')
    await server.roundTrip()
    expect(client.seen()).toBe(false)
    answer.resolve()

    expect(await client.receive()).toMatchObject(unavailable)
    const called: unknown[] = []
    response.write('secret 4', (error) => called.push(error))
    response.end('secret 5')
    await server.roundTrip()
    expect(called).toEqual([failure])
  })

  test('turns a mistake that Node finds only when it writes into a clean error', async () => {
    const errors: unknown[] = []
    const { response, client, participant } = await held((error, fresh) => {
      errors.push(error)
      respondWithError(fresh, error)
    })
    // Each protocol has its own.
    if (protocol.name === 'HTTP/1.1') response.writeHead(200, { Trailer: 'x', 'Content-Length': 2 })
    else response.writeHead(200, { 'content-length': ['1', '2'] } as never)
    response.end('ok')
    participant.saved.resolve()

    expect(await client.receive()).toMatchObject({ status: 500, body: 'Internal Server Error' })
    expect(errors).toHaveLength(1)
  })

  test('reaches the error handler although the client has gone', async () => {
    const reported = deferred<unknown>()
    const { response, client, participant } = await held((error, fresh) => {
      reported.resolve(error)
      respondWithError(fresh, error)
    })
    response.write('a')
    response.end('b')
    const closed = once(response, 'close')
    client.abort()
    await closed
    participant.saved.reject(failure)

    expect(await reported.promise).toBe(failure)
  })

  test('keeps cookies that the application had set', async () => {
    const { response, client, participant } = await held()
    response.setHeader('Set-Cookie', ['a=1', 'b=2'])
    response.end('ok')
    participant.saved.reject(failure)

    expect(headerValues(await client.receive(), 'set-cookie')).toEqual(['a=1', 'b=2'])
  })
})

async function* endless(): AsyncGenerator<string> {
  for (;;) yield 'more '
}
