import { createServer, type IncomingMessage, type Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { commitBeforeHeaders } from '../../../src/node/commit-before-headers.ts'

// What Express does: each response gets another prototype, between itself and Node's.
const framework = Object.create(ServerResponse.prototype) as ServerResponse
const application = Object.create(framework) as ServerResponse
const mounted = Object.create(application) as ServerResponse

let server: Server
afterEach(() => server.close())

async function answered(
  handler: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<Response> {
  server = createServer((request, response) => {
    Object.setPrototypeOf(response, application)
    handler(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
}

const marks = (response: ServerResponse) => ({
  commit: async () => {
    await new Promise(setImmediate)
    ServerResponse.prototype.setHeader.call(response, 'x-saved', 'yes')
  },
  complete: () => undefined,
})

test('nothing is added to a response whose prototype was replaced', async () => {
  const added: string[] = []
  const answer = await answered((request, response) => {
    const before = new Set(Reflect.ownKeys(response))
    commitBeforeHeaders(request, response, marks(response), () => undefined)
    response.end('ok')
    added.push(
      ...Reflect.ownKeys(response)
        .filter((key) => !before.has(key))
        .map(String),
    )
  })
  expect(answer.headers.get('x-saved')).toBe('yes')
  expect(added).toEqual([])
})

test('a held response looks as if it had left', async () => {
  const seen: unknown[] = []
  const answer = await answered((request, response) => {
    commitBeforeHeaders(request, response, marks(response), () => undefined)
    response.end('ok')
    seen.push(response.headersSent, response.writableEnded, response.finished)
    expect(() => response.setHeader('x-late', '1')).toThrow(
      expect.objectContaining({ code: 'ERR_HTTP_HEADERS_SENT' }),
    )
  })
  expect(await answer.text()).toBe('ok')
  expect(answer.headers.get('x-late')).toBeNull()
  expect(seen).toEqual([true, true, true])
})

test('the gate holds when the prototype is replaced once more, as by a mounted application', async () => {
  const answer = await answered((request, response) => {
    commitBeforeHeaders(request, response, marks(response), () => undefined)
    Object.setPrototypeOf(response, mounted)
    response.end('ok')
  })
  expect(answer.headers.get('x-saved')).toBe('yes')
})

test('a response that nobody holds passes', async () => {
  const answer = await answered((_request, response) => {
    response.setHeader('x-own', '1')
    response.end('plain')
  })
  expect(await answer.text()).toBe('plain')
  expect(answer.headers.get('x-saved')).toBeNull()
})

test('who wrapped a method before the gate was there still goes through it', async () => {
  const answer = await answered((request, response) => {
    const { end } = ServerResponse.prototype
    response.end = ((...args: unknown[]) => Reflect.apply(end, response, args)) as never
    commitBeforeHeaders(request, response, marks(response), () => undefined)
    response.end('wrapped')
  })
  expect(await answer.text()).toBe('wrapped')
  expect(answer.headers.get('x-saved')).toBe('yes')
})

test('looking at the prototype itself is harmless', () => {
  expect(application.headersSent).toBe(false)
  expect(Object.keys(framework)).toEqual([])
})
