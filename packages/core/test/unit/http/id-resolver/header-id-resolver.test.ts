import { describe, expect, test } from 'vitest'
import {
  authenticationInfo,
  headerIdResolver,
  xAuthToken,
} from '../../../../src/http/id-resolver/header-id-resolver.ts'
import { FakeExchange } from '../cookie/fake-exchange.ts'

const ID = 'abcdefghijklmnopqrstuvwxyz0123456789'

describe.each([
  ['xAuthToken', xAuthToken(), 'X-Auth-Token'],
  ['authenticationInfo', authenticationInfo(), 'Authentication-Info'],
  ['headerIdResolver', headerIdResolver('X-Session'), 'X-Session'],
])('%s', (_, resolver, header) => {
  test(`makes responses vary by ${header}`, () => {
    expect(resolver.vary).toEqual([header])
  })

  test('finds no id without the header, or with an empty one', () => {
    expect(resolver.resolveSessionIds(new FakeExchange())).toEqual([])
    const empty = new FakeExchange({ headers: { [header]: '' } })
    expect(resolver.resolveSessionIds(empty)).toEqual([])
  })

  test('finds the id in the header', () => {
    const exchange = new FakeExchange({ headers: { [header.toLowerCase()]: ID, 'X-Other': 'x' } })
    expect(resolver.resolveSessionIds(exchange)).toEqual([ID])
  })

  test('tells the last id that was set', () => {
    const exchange = new FakeExchange()
    resolver.setSessionId(exchange, 'first')
    resolver.setSessionId(exchange, ID)
    expect(exchange.responseHeaders(header)).toEqual([ID])
  })

  test('tells the end of the session by an empty header', () => {
    const exchange = new FakeExchange()
    resolver.setSessionId(exchange, ID)
    resolver.expireSession(exchange)
    expect(exchange.responseHeaders(header)).toEqual([''])
  })
})

describe('headerIdResolver', () => {
  test('does not disturb another of its kind', () => {
    const exchange = new FakeExchange()
    xAuthToken().setSessionId(exchange, 'one')
    authenticationInfo().setSessionId(exchange, 'two')
    xAuthToken().expireSession(exchange)
    expect(exchange.responseHeaders('X-Auth-Token')).toEqual([''])
    expect(exchange.responseHeaders('Authentication-Info')).toEqual(['two'])
  })

  test.each(['', 'a b', 'a:b', 'a\r\nb', 'ä', null, undefined, 7])(
    'refuses the name %j',
    (name) => {
      expect(() => headerIdResolver(name as string)).toThrow(
        expect.objectContaining({ code: 'INVALID_OPTION' }),
      )
    },
  )

  test.each(['a\r\nSet-Cookie: x=1', 'a\0', 'a b', 'é', ''])('refuses to send %j', (id) => {
    const exchange = new FakeExchange()
    expect(() => xAuthToken().setSessionId(exchange, id)).toThrow(
      /^session id: 'text of \d+ characters' is not valid/,
    )
    expect(exchange.responseHeader('X-Auth-Token')).toBeUndefined()
  })
})
