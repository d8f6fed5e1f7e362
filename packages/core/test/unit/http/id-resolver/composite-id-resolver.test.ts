import { describe, expect, test } from 'vitest'
import { compositeIdResolver } from '../../../../src/http/id-resolver/composite-id-resolver.ts'
import { cookieIdResolver } from '../../../../src/http/id-resolver/cookie-id-resolver.ts'
import {
  headerIdResolver,
  xAuthToken,
} from '../../../../src/http/id-resolver/header-id-resolver.ts'
import { FakeExchange } from '../cookie/fake-exchange.ts'

const both = compositeIdResolver(cookieIdResolver({ base64: false }), xAuthToken())

describe('compositeIdResolver', () => {
  test('finds the ids of all, in the order of the resolvers', () => {
    const headers = { 'X-Auth-Token': 'three', cookie: 'SESSION=one; SESSION=two' }
    const exchange = new FakeExchange({ headers })
    expect(both.resolveSessionIds(exchange)).toEqual(['one', 'two', 'three'])
  })

  test('finds none where none is', () => {
    expect(both.resolveSessionIds(new FakeExchange())).toEqual([])
  })

  test('tells a new id in every way, remembered where that has a meaning', () => {
    const exchange = new FakeExchange()
    both.setSessionId(exchange, 'new', { rememberMe: true })
    expect(exchange.responseHeader('Set-Cookie')).toMatch(/^SESSION=new; Max-Age=2147483647;/)
    expect(exchange.responseHeader('X-Auth-Token')).toBe('new')
  })

  test('tells the end of the session in every way', () => {
    const exchange = new FakeExchange()
    both.expireSession(exchange)
    expect(exchange.responseHeader('Set-Cookie')).toMatch(/^SESSION=; Max-Age=0;/)
    expect(exchange.responseHeader('X-Auth-Token')).toBe('')
  })

  test('makes responses vary by every header once, in any case', () => {
    const resolver = compositeIdResolver(both, headerIdResolver('x-auth-token'))
    expect(resolver.vary).toEqual(['Cookie', 'X-Auth-Token'])
  })
})
