import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import { describe, expect, test } from 'vitest'
import { commitBeforeHeaders } from '../../../src/node/commit-before-headers.ts'

function message(): { request: IncomingMessage; response: ServerResponse } {
  const request = new IncomingMessage(new Socket())
  return { request, response: new ServerResponse(request) }
}

const participant = { commit: () => undefined, complete: () => undefined }
const unexpected = (error: unknown) => {
  throw error
}

describe('the hold', () => {
  test('puts the same functions on every response', () => {
    const [first, second] = [message(), message()] as const
    for (const { request, response } of [first, second]) {
      commitBeforeHeaders(request, response, participant, unexpected)
    }

    for (const name of ['writeHead', 'write', 'end', 'flushHeaders'] as const) {
      expect(first.response[name]).toBe(second.response[name])
    }
  })

  test('is installed once, however many join', () => {
    const { request, response } = message()
    commitBeforeHeaders(request, response, participant, unexpected)
    const { end } = response
    const names = Reflect.ownKeys(response)
    commitBeforeHeaders(request, response, participant, unexpected)

    expect(response.end).toBe(end)
    expect(Reflect.ownKeys(response)).toEqual(names)
    expect(response.listenerCount('pipe')).toBe(1)
  })

  test('lets the response leave in the same call when nobody has to wait', () => {
    const { request, response } = message()
    commitBeforeHeaders(request, response, participant, unexpected)
    response.end('hello')

    expect(response.headersSent).toBe(true)
    expect(Object.hasOwn(response, 'headersSent')).toBe(false)
  })

  test('covers the old name of writeHead where it exists', () => {
    const { request, response } = message()
    const legacy = response as ServerResponse & { writeHeader?: unknown }
    const existed = 'writeHeader' in legacy
    commitBeforeHeaders(request, response, participant, unexpected)

    expect(legacy.writeHeader).toBe(existed ? response.writeHead : undefined)
  })

  test('waits with a request that a test tool made up without a real socket', async () => {
    const request = new IncomingMessage({} as Socket)
    const response = new ServerResponse(request)
    const saved = Promise.resolve()
    commitBeforeHeaders(request, response, { ...participant, commit: () => saved }, unexpected)
    response.end('hello')
    expect(Object.hasOwn(response, 'headersSent')).toBe(true)
    await new Promise(setImmediate)

    expect(Object.hasOwn(response, 'headersSent')).toBe(false)
    expect(response.headersSent).toBe(true)
  })
})
