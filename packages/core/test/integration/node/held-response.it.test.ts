import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { PassThrough } from 'node:stream'
import { finished } from 'node:stream/promises'
import { afterEach, describe, expect, test } from 'vitest'
import { commitBeforeHeaders } from '../../../src/node/commit-before-headers.ts'
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

const unexpected = (error: unknown) => {
  throw error
}

describe.each(protocols)('a held response over $name', (protocol: Protocol) => {
  const errorCode = (http1Code: string) =>
    protocol.name === 'HTTP/2' ? http1Code.replace('ERR_HTTP_', 'ERR_HTTP2_') : http1Code

  /** One request whose response is in the test's hands, held by a participant. */
  async function held(): Promise<{
    response: ServerResponse
    client: ClientRequest
    participant: ReturnType<typeof committingParticipant>
  }> {
    const participant = committingParticipant()
    const arrived = deferred<ServerResponse>()
    server = await protocol.start((request, response) => {
      commitBeforeHeaders(request, response, participant, unexpected)
      arrived.resolve(response as ServerResponse)
    })
    const client = await server.request()
    return { response: await arrived.promise, client, participant }
  }

  test('looks sent and not finished', async () => {
    const { response, client, participant } = await held()
    response.write('a')

    expect(response.headersSent).toBe(true)
    expect(response.writableEnded).toBe(false)
    expect(response.finished).toBe(false)
    response.end('b')
    expect(response.writableEnded).toBe(true)
    expect(response.finished).toBe(true)
    expect(response.writableFinished).toBe(false)

    participant.saved.resolve()
    expect(await client.receive()).toMatchObject({ body: 'ab', whole: true })
  })

  test('shows nothing of the hold once it has left', async () => {
    const { response, client, participant } = await held()
    const before = Object.getOwnPropertyNames(response)
    // Node itself makes these two when it writes the head.
    const after = new Set([...before, 'statusCode', 'statusMessage'])
    const { socket } = response
    response.end('a')

    participant.saved.resolve()
    await client.receive()

    expect(Object.getOwnPropertyNames(response).filter((name) => !after.has(name))).toEqual([])
    expect(response.headersSent).toBe(true)
    expect(response.writableEnded).toBe(true)
    // A destroy is not put off any more.
    socket?.destroy()
    expect(socket?.destroyed).toBe(true)
  })

  test('refuses changes of the head with the codes of Node', async () => {
    const { response, client, participant } = await held()
    response.setHeader('x-a', '1')
    response.write('a')

    const refused = { code: errorCode('ERR_HTTP_HEADERS_SENT') }
    expect(() => response.setHeader('x-a', '2')).toThrow(expect.objectContaining(refused))
    expect(() => response.appendHeader('x-a', '2')).toThrow(expect.objectContaining(refused))
    expect(() => response.removeHeader('x-a')).toThrow(expect.objectContaining(refused))
    expect(() => response.writeHead(201)).toThrow(expect.objectContaining(refused))

    participant.saved.resolve()
    response.end()
    const received = await client.receive()
    expect(received.status).toBe(200)
    expect(headerValues(received, 'x-a')).toEqual(['1'])
  })

  test('ignores a status that is set after the head', async () => {
    const { response, client, participant } = await held()
    response.statusCode = 201
    response.write('a')
    response.statusCode = 404

    participant.saved.resolve()
    response.end()

    expect(await client.receive()).toMatchObject({ status: 201 })
  })

  test('keeps the order of many writes and calls each callback once', async () => {
    const { response, client, participant } = await held()
    const called: string[] = []
    const finishedOnce = finished(response)
    for (const letter of 'abcdef') response.write(letter, () => called.push(letter))
    const ended = new Promise<void>((resolve) => {
      response.end('g', () => {
        called.push('end')
        resolve()
      })
    })

    await server.roundTrip()
    expect(called).toEqual([])
    participant.saved.resolve()

    expect(await client.receive()).toMatchObject({ body: 'abcdefg', whole: true })
    await ended
    await finishedOnce
    expect(called).toEqual([...'abcdef', 'end'])
  })

  test('sends nothing but what was written when the end is an empty chunk', async () => {
    const { response, client, participant } = await held()
    response.write('abc')
    response.write('646566', 'hex')
    response.end('')
    participant.saved.resolve()

    expect(await client.receive()).toMatchObject({ body: 'abcdef', whole: true })
  })

  test('promises a drain and keeps the promise once', async () => {
    const { response, client, participant } = await held()
    let drains = 0
    response.on('drain', () => {
      drains += 1
    })

    expect(response.write('a')).toBe(false)
    expect(response.write('bc')).toBe(false)
    if ('writableNeedDrain' in response) expect(response.writableNeedDrain).toBe(true)
    expect(response.writableLength).toBe(3)
    expect(drains).toBe(0)
    const drained = once(response, 'drain')
    participant.saved.resolve()
    await drained

    expect(drains).toBe(1)
    expect(response.write('d')).toBe(true)
    response.end()
    expect(await client.receive()).toMatchObject({ body: 'abcd', whole: true })
    expect(drains).toBe(1)
  })

  test('drains only when a large body has really gone', async () => {
    const { response, client, participant } = await held()
    const large = Buffer.alloc(1 << 20, 'x')
    response.write(large)
    let lengthAtDrain = -1
    const drained = once(response, 'drain').then(() => {
      lengthAtDrain = response.writableLength
      response.end()
    })

    participant.saved.resolve()
    await drained

    expect(lengthAtDrain).toBeLessThan(large.length)
    expect((await client.receive()).body).toHaveLength(large.length)
  })

  test('stops a source that is piped in, and lets it go on', async () => {
    const { response, client, participant } = await held()
    const source = new PassThrough()
    source.pipe(response)
    source.write('a')
    source.end('b')

    await server.roundTrip()
    expect(source.isPaused()).toBe(true)
    expect(client.seen()).toBe(false)
    participant.saved.resolve()

    expect(await client.receive()).toMatchObject({ body: 'ab', whole: true })
  })

  test('throws for a chunk that is no chunk, where it was written', async () => {
    const { response, client, participant } = await held()
    expect(() => response.write(null)).toThrow(
      expect.objectContaining({ code: 'ERR_STREAM_NULL_VALUES' }),
    )
    expect(() => response.end(5)).toThrow(expect.objectContaining({ code: 'ERR_INVALID_ARG_TYPE' }))
    expect(participant.steps).toEqual([])
    response.write('a')
    expect(() => response.write({})).toThrow(
      expect.objectContaining({ code: 'ERR_INVALID_ARG_TYPE' }),
    )
    expect(() => response.write('a', 'nonsense' as BufferEncoding)).toThrow(
      expect.objectContaining({ code: 'ERR_UNKNOWN_ENCODING' }),
    )

    response.end('b')
    participant.saved.resolve()
    expect(await client.receive()).toMatchObject({ body: 'ab', whole: true })
  })

  test.each([
    ['a bad status', 'ERR_HTTP_INVALID_STATUS_CODE', [99]],
    ['a bad name', 'ERR_INVALID_HTTP_TOKEN', [200, { 'x-a': '1', 'bad name': '2' }]],
    ['a missing value', 'ERR_HTTP_INVALID_HEADER_VALUE', [200, { 'x-a': '1', 'x-b': undefined }]],
    ['an odd list', 'ERR_INVALID_ARG_VALUE', [200, ['x-a', '1', 'x-b']]],
  ])('an illegal writeHead with %s throws and leaves the response as it was', async (...row) => {
    const [, code, args] = row
    const { response, client, participant } = await held()
    response.setHeader('x-a', '0')

    expect(() => Reflect.apply(response.writeHead, response, args)).toThrow(
      expect.objectContaining({
        code:
          protocol.name === 'HTTP/1.1'
            ? code
            : code
                .replace('HTTP_INVALID_STATUS_CODE', 'HTTP2_STATUS_INVALID')
                .replace('HTTP_INVALID_HEADER', 'HTTP2_INVALID_HEADER'),
      }),
    )
    expect(response.headersSent).toBe(false)
    expect(participant.steps).toEqual([])

    participant.saved.resolve()
    response.end('fine')
    const received = await client.receive()
    expect(received).toMatchObject({ status: 200, body: 'fine' })
    expect(headerValues(received, 'x-a')).toEqual(['0'])
    expect(headerValues(received, 'x-b')).toEqual([])
  })

  test('shows participants the headers that writeHead was given', async () => {
    const seen: unknown[] = []
    server = await protocol.start((request, response) => {
      const participant = {
        commit() {
          seen.push(response.getHeader('cache-control'), response.statusCode)
          return undefined
        },
        complete: () => undefined,
      }
      commitBeforeHeaders(request, response, participant, unexpected)
      ;(response as ServerResponse).writeHead(404, { 'Cache-Control': 'private' }).end()
    })

    await (await server.request()).receive()

    expect(seen).toEqual(['private', 404])
  })

  test('asks all participants in order and waits for the slowest', async () => {
    const first = committingParticipant()
    const second = committingParticipant()
    const steps: string[] = []
    server = await protocol.start((request, response) => {
      for (const [name, participant] of Object.entries({ first, second })) {
        const named = {
          commit() {
            steps.push(name)
            return participant.commit()
          },
          complete: () => undefined,
        }
        commitBeforeHeaders(request, response, named, unexpected)
      }
      response.end('hello')
    })
    const client = await server.request()
    await server.roundTrip()
    second.saved.resolve()
    await server.roundTrip()

    expect(client.seen()).toBe(false)
    first.saved.resolve()
    expect(await client.receive()).toMatchObject({ body: 'hello' })
    expect(steps).toEqual(['first', 'second'])
  })

  test('asks a participant that joins while it is held, before the head leaves', async () => {
    const late = committingParticipant()
    const { response, client, participant } = await held()
    response.end('hello')
    commitBeforeHeaders(response.req, response, late, unexpected)

    participant.saved.resolve()
    await server.roundTrip()
    expect(late.steps).toEqual(['commit'])
    expect(client.seen()).toBe(false)
    late.saved.resolve()

    participant.completed.resolve()
    expect(await client.receive()).toMatchObject({ body: 'hello', whole: true })
    expect(late.steps).toEqual(['commit', 'complete'])
  })

  test('goes on to commit when the client has gone, and leaves nothing behind', async () => {
    const { response, client, participant } = await held()
    const { socket } = response
    const errors: unknown[] = []
    response.on('error', (error) => errors.push(error))
    response.write('a')
    response.end('b')
    const closed = once(response, 'close')
    client.abort()
    await closed

    participant.saved.resolve()
    await server.roundTrip()

    expect(participant.steps[0]).toBe('commit')
    expect(Object.hasOwn(response, 'headersSent')).toBe(false)
    expect(socket?.destroyed ?? true).toBe(true)
    expect(errors).toEqual([])
  })

  test('destroyed by the application, it is gone at once', async () => {
    const { response, client, participant } = await held()
    response.end('a')
    response.destroy()

    expect(await client.receive()).toMatchObject({ whole: false, body: '' })
    participant.saved.resolve()
    await server.roundTrip()
    expect(client.body()).toBe('')
  })

  test('a plain destroy of the socket waits for a response that has ended', async () => {
    const { response, client, participant } = await held()
    response.end('hello')
    response.req.socket.destroy()

    await server.roundTrip()
    participant.saved.resolve()

    expect(await client.receive()).toMatchObject({ status: 200, body: 'hello', whole: true })
  })

  test('a destroy of the socket with an error waits for nothing', async () => {
    const { response, client, participant } = await held()
    response.end('hello')
    response.req.socket.destroy(new Error('reset'))

    expect(await client.receive()).toMatchObject({ body: '', whole: false })
    participant.saved.resolve()
  })

  test('a destroy of the socket does not wait for a response that has not ended', async () => {
    const { response, client, participant } = await held()
    response.write('hello')
    response.req.socket.destroy()

    expect(await client.receive()).toMatchObject({ body: '', whole: false })
    participant.saved.resolve()
  })
})
