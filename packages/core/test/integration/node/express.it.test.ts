import { once } from 'node:events'
import { createServer, type Server, type ServerResponse } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { commitBeforeHeaders } from '../../../src/node/commit-before-headers.ts'
import type { NodeRequest } from '../../../src/node/node-message.ts'
import { committingParticipant } from './support/participants.ts'
import { RawClient } from './support/raw-client.ts'
import { headerValues } from './support/received.ts'

type Next = (error?: unknown) => void
type Middleware = (request: NodeRequest, response: ExpressResponse, next: Next) => unknown
type ErrorMiddleware = (
  error: { status?: number },
  request: NodeRequest,
  response: ExpressResponse,
  next: Next,
) => unknown
interface ExpressResponse extends ServerResponse {
  status(code: number): ExpressResponse
  send(body: unknown): ExpressResponse
  json(body: unknown): ExpressResponse
  redirect(path: string): void
}
interface Application {
  use(handler: Middleware | ErrorMiddleware): void
  set(name: string, value: unknown): void
}

const installed = createRequire(new URL('../../../../express/package.json', import.meta.url))

let server: Server
let client: RawClient

afterEach(async () => {
  client.close()
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

describe.each([
  ['Express 5', 'express'],
  ['Express 4', 'express4'],
])('%s', (_, name) => {
  async function serve(...middleware: Middleware[]): Promise<RawClient> {
    return serveWith(middleware)
  }

  async function serveWith(
    handlers: readonly (Middleware | ErrorMiddleware)[],
  ): Promise<RawClient> {
    const app = (installed(name) as () => Application)()
    // Without it, Express prints the errors that the tests raise.
    app.set('env', 'test')
    for (const handler of handlers) app.use(handler)
    server = createServer(app as never)
    await once(server.listen(0, '127.0.0.1'), 'listening')
    client = await RawClient.connect((server.address() as AddressInfo).port)
    return client
  }

  const holding =
    (participant: ReturnType<typeof committingParticipant>): Middleware =>
    (request, response, next) => {
      commitBeforeHeaders(request, response, participant, next)
      next()
    }

  test('delivers a response that had ended when its handler failed', async () => {
    const participant = committingParticipant()
    const connection = await serve(holding(participant), (_request, response) => {
      response.send('paid')
      queueMicrotask(participant.saved.resolve)
      throw new Error('after the end')
    })
    connection.get('/')

    expect(await connection.receive()).toMatchObject({ status: 200, body: 'paid', whole: true })
  })

  test('closes the connection afterwards, as its error handler had asked for', async () => {
    const participant = committingParticipant()
    const connection = await serve(holding(participant), (_request, response) => {
      response.send('paid')
      setImmediate(() => participant.saved.resolve())
      throw new Error('after the end')
    })
    connection.get('/')
    await connection.until(() => connection.closed)

    expect(await connection.receive()).toMatchObject({ status: 200, body: 'paid', whole: true })
  })

  test('answers a failed commit by its own error handling', async () => {
    const participant = committingParticipant()
    const pay: Middleware = (_request, response) => response.json({ paid: true })
    const apologize: ErrorMiddleware = (error: { status?: number }, _request, response, _next) => {
      response.status(error.status ?? 500).json({ error: 'later' })
    }
    const connection = await serveWith([holding(participant), pay, apologize])
    connection.get('/')
    participant.saved.reject(Object.assign(new Error('down'), { status: 503 }))

    const received = await connection.receive()
    expect(received).toMatchObject({ status: 503, body: '{"error":"later"}', whole: true })
    expect(headerValues(received, 'content-type')).toEqual(['application/json; charset=utf-8'])
    expect(headerValues(received, 'content-length')).toEqual(['17'])
  })

  test('answers a failed commit by its final handler, with the headers of the error', async () => {
    const participant = committingParticipant()
    const connection = await serve(holding(participant), (_request, response) =>
      response.redirect('/there'),
    )
    connection.get('/')
    const error = Object.assign(new Error('down'), { status: 503, headers: { 'Retry-After': '1' } })
    participant.saved.reject(error)

    const received = await connection.receive()
    expect(received.status).toBe(503)
    expect(headerValues(received, 'retry-after')).toEqual(['1'])
    expect(headerValues(received, 'location')).toEqual([])
  })

  test('answers a failed commit though the handler had failed after its end', async () => {
    const participant = committingParticipant()
    const send: Middleware = (_request, response) => {
      response.send('paid')
      throw new Error('after the end')
    }
    const down = Object.assign(new Error('down'), { status: 503 })
    const passOn: ErrorMiddleware = (error, _request, _response, next) => {
      next(error)
      // Express reaches its final handler one turn later.
      setImmediate(() => setImmediate(() => participant.saved.reject(down)))
    }
    const connection = await serveWith([holding(participant), send, passOn])
    connection.get('/')

    expect(await connection.receive()).toMatchObject({ status: 503, whole: true })
    await connection.until(() => connection.closed)
  })

  test('serves the next request on the same connection', async () => {
    const participants = [committingParticipant(), committingParticipant()]
    const sockets: unknown[] = []
    let requests = 0
    const connection = await serve((request, response) => {
      const participant = participants[requests] as ReturnType<typeof committingParticipant>
      requests += 1
      sockets.push(request.socket)
      commitBeforeHeaders(request, response, participant, () => undefined)
      response.status(201).send(`number ${requests}`)
    })
    for (const [index, participant] of participants.entries()) {
      connection.get('/')
      participant.saved.resolve()
      const body = `number ${index + 1}`
      expect(await connection.receive()).toMatchObject({ status: 201, body, whole: true })
    }

    expect(sockets[0]).toBe(sockets[1])
  })
})
