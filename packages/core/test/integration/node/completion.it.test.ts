import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { afterEach, describe, expect, test } from 'vitest'
import { commitBeforeHeaders } from '../../../src/node/commit-before-headers.ts'
import type { NodeRequest } from '../../../src/node/node-message.ts'
import { deferred } from './support/deferred.ts'
import {
  committingParticipant,
  completingParticipant,
  controlledParticipant,
} from './support/participants.ts'
import {
  type ClientRequest,
  type Protocol,
  protocols,
  type RunningServer,
} from './support/protocols.ts'

let server: RunningServer

afterEach(() => server.close())

describe.each(protocols)('the end of a body over $name', (protocol: Protocol) => {
  const errors: unknown[] = []
  const onError = (error: unknown) => {
    errors.push(error)
  }

  async function arrived(): Promise<{
    request: NodeRequest
    response: ServerResponse
    client: ClientRequest
  }> {
    errors.length = 0
    const arrival = deferred<{ request: NodeRequest; response: ServerResponse }>()
    server = await protocol.start((request, response) => {
      arrival.resolve({ request, response: response as ServerResponse })
    })
    const client = await server.request()
    return { ...(await arrival.promise), client }
  }

  test('waits for a participant that joined before the head, which left by a write', async () => {
    const participant = completingParticipant()
    const { request, response, client } = await arrived()
    commitBeforeHeaders(request, response, participant, onError)
    response.write('a')
    await server.roundTrip()
    expect(client.seen()).toBe(true)

    response.end('b')
    expect(response.writableEnded).toBe(true)
    expect(response.writableFinished).toBe(false)
    await server.roundTrip()
    expect(client.body()).not.toContain('b')
    participant.completed.resolve()

    expect(await client.receive()).toMatchObject({ body: 'ab', whole: true })
    expect(participant.steps).toEqual(['commit', 'complete'])
  })

  test('is asked for after a commit that was waited for, though the head leaves with it', async () => {
    const participant = committingParticipant()
    const { request, response, client } = await arrived()
    commitBeforeHeaders(request, response, participant, onError)
    response.end('ab')
    participant.saved.resolve()

    expect(await client.receive()).toMatchObject({ body: 'ab', whole: true })
    expect(participant.steps).toEqual(['commit', 'complete'])
  })

  test('is asked for when head and end were held together', async () => {
    const participant = controlledParticipant()
    const { request, response, client } = await arrived()
    commitBeforeHeaders(request, response, participant, onError)
    response.write('a')
    response.end('b')
    participant.saved.resolve()
    await server.roundTrip()
    expect(client.seen()).toBe(true)
    expect(participant.steps).toEqual(['commit', 'complete'])
    participant.completed.resolve()

    expect(await client.receive()).toMatchObject({ body: 'ab', whole: true })
  })

  test('waits for a participant that joined after the head had left', async () => {
    const participant = completingParticipant()
    const { request, response, client } = await arrived()
    response.write('a')
    commitBeforeHeaders(request, response, participant, onError)
    response.write('b')
    await server.roundTrip()
    expect(client.body()).toContain('b')

    response.end('c')
    await server.roundTrip()
    expect(client.body()).not.toContain('c')
    participant.completed.resolve()

    expect(await client.receive()).toMatchObject({ body: 'abc', whole: true })
    expect(participant.steps).toEqual(['complete'])
  })

  test.each([
    ['setHeader', (response: ServerResponse) => response.setHeader('Content-Length', '4')],
    ['a number', (response: ServerResponse) => response.setHeader('content-length', 4)],
    ['writeHead', (response: ServerResponse) => response.writeHead(200, { 'CONTENT-LENGTH': 4 })],
    ['a list', (response: ServerResponse) => response.writeHead(200, ['Content-Length', '4'])],
  ])('is the write that reaches a length declared by %s', async (_, declare) => {
    const participant = completingParticipant()
    const { request, response, client } = await arrived()
    declare(response)
    commitBeforeHeaders(request, response, participant, onError)
    response.write('ab')
    await server.roundTrip()
    expect(client.body()).toContain('ab')

    expect(response.write('cd')).toBe(false)
    await server.roundTrip()
    expect(client.body()).not.toContain('cd')
    expect(participant.steps.at(-1)).toBe('complete')
    participant.completed.resolve()
    await once(response, 'drain')
    response.end()

    expect(await client.receive()).toMatchObject({ body: 'abcd', whole: true })
    expect(participant.steps.filter((step) => step === 'complete')).toHaveLength(1)
  })

  test('is not the write that stays below a declared length', async () => {
    const participant = completingParticipant()
    const { request, response } = await arrived()
    response.setHeader('Content-Length', '4')
    commitBeforeHeaders(request, response, participant, onError)
    response.write('abc')

    expect(participant.steps).toEqual(['commit'])
  })

  test('is told that it is the moment of the commit when nobody waited in between', async () => {
    const participant = completingParticipant()
    const moments: unknown[] = []
    participant.complete = (isCommitMoment) => {
      moments.push(isCommitMoment)
      return undefined
    }
    const { request, response, client } = await arrived()
    response.setHeader('Content-Length', '4')
    commitBeforeHeaders(request, response, participant, onError)
    response.write('abcd')
    response.end()

    expect(await client.receive()).toMatchObject({ body: 'abcd', whole: true })
    expect(moments).toEqual([true])
  })

  test('does not come when the completion fails, so that nobody takes it for whole', async () => {
    const participant = completingParticipant()
    const { request, response, client } = await arrived()
    const called: unknown[] = []
    commitBeforeHeaders(request, response, participant, onError)
    response.write('a')
    await server.roundTrip()
    response.end('b', (error?: unknown) => called.push(error))
    const failure = new Error('no store')
    participant.completed.reject(failure)

    const received = await client.receive()
    expect(received.whole).toBe(false)
    expect(received.body).not.toContain('b')
    expect(errors).toEqual([failure])
    expect(called).toEqual([failure])
  })

  test('cuts with a reset what would else end with the connection', async () => {
    if (protocol.name !== 'HTTP/1.1') return
    const participant = completingParticipant()
    const { request, response, client } = await arrived()
    commitBeforeHeaders(request, response, participant, onError)
    response.removeHeader('Transfer-Encoding')
    response.removeHeader('Content-Length')
    response.write('a')
    await server.roundTrip()
    response.end('b')
    const cut = client.cut()
    participant.completed.reject(new Error('no store'))

    expect(await cut).toBe('ECONNRESET')
  })
})
