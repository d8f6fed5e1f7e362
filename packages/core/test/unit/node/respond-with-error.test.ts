import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import { describe, expect, test } from 'vitest'
import { SessionGoneError } from '../../../src/errors/session-gone-error.ts'
import { StoreUnavailableError } from '../../../src/errors/store-unavailable-error.ts'
import { respondWithError } from '../../../src/node/respond-with-error.ts'

function answered(error: unknown): ServerResponse {
  const response = new ServerResponse(new IncomingMessage(new Socket()))
  respondWithError(response, error)
  return response
}

describe('respondWithError', () => {
  test.each([
    ['a store that is down', new StoreUnavailableError('save', 'unknown'), 503, '1'],
    ['a session that has gone', new SessionGoneError(), 409, undefined],
    [
      'an error with a status of its own',
      Object.assign(new Error(), { status: 418 }),
      500,
      undefined,
    ],
    ['an error without status', new Error('secret'), 500, undefined],
    ['something that is no error', 'secret', 500, undefined],
    ['nothing', undefined, 500, undefined],
    ['a foreign 503', { status: 503 }, 503, '1'],
    ['a foreign 503 that knows when', { status: 503, headers: { 'retry-after': '9' } }, 503, '9'],
  ])('answers %s', (_, error, status, retryAfter) => {
    const response = answered(error)

    expect(response.statusCode).toBe(status)
    expect(response.getHeader('retry-after')).toBe(retryAfter)
    expect(response.writableEnded).toBe(true)
  })

  test('leaves a response alone that has ended', () => {
    const response = new ServerResponse(new IncomingMessage(new Socket()))
    response.end('fine')
    respondWithError(response, new Error())

    expect(response.statusCode).toBe(200)
    expect(response.destroyed).toBe(false)
  })

  test('cuts a response off whose head has left', () => {
    const response = new ServerResponse(new IncomingMessage(new Socket()))
    response.write('part')
    respondWithError(response, new Error())

    expect(response.destroyed).toBe(true)
  })
})
