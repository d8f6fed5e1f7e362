import { describe, expect, test } from 'vitest'
import { WebExchange } from '../../../src/web/web-exchange.ts'

const exchangeOf = (url: string, secure?: (request: Request) => boolean): WebExchange =>
  new WebExchange(new Request(url, { headers: { 'X-One': '1' } }), secure)

describe('WebExchange', () => {
  test('takes TLS and host from the URL', () => {
    const plain = exchangeOf('http://shop.example:8080/a')
    expect([plain.secure, plain.hostname, plain.contextPath]).toEqual([false, 'shop.example', ''])
    expect(exchangeOf('https://shop.example/a').secure).toBe(true)
  })

  test('asks the server option about TLS when there is one', () => {
    expect(
      exchangeOf('http://shop.example/', (request) => request.headers.has('x-one')).secure,
    ).toBe(true)
  })

  test('reads request headers in any case', () => {
    const exchange = exchangeOf('http://shop.example/')
    expect([exchange.requestHeader('x-ONE'), exchange.requestHeader('x-two')]).toEqual([
      '1',
      undefined,
    ])
  })

  test("sees the response's own headers once it has adopted them", () => {
    const exchange = exchangeOf('http://shop.example/')
    exchange.adopt(new Headers({ Vary: 'Origin', 'Cache-Control': 'public' }))
    expect(exchange.responseHeader('vary')).toBe('Origin')
    expect(exchange.responseHeader('cache-control')).toBe('public')
    expect(exchange.responseHeader('etag')).toBeUndefined()
  })

  test('adds its cookies to those of the response and replaces other headers', () => {
    const exchange = exchangeOf('http://shop.example/')
    exchange.appendResponseHeader('Set-Cookie', 'early=1')
    exchange.setResponseHeader('Vary', 'Cookie')
    exchange.setResponseHeader('X-Auth-Token', 'early')
    const response = new Headers({ 'X-Auth-Token': 'own', Vary: 'Origin' })
    response.append('Set-Cookie', 'a=1')
    response.append('Set-Cookie', 'b=2')
    const merged = exchange.adopt(response)
    exchange.appendResponseHeader('Set-Cookie', 'late=1')
    expect(merged.getSetCookie()).toEqual(['a=1', 'b=2', 'early=1', 'late=1'])
    expect(merged.get('vary')).toBe('Origin, Cookie')
    expect(merged.get('x-auth-token')).toBe('early')
  })

  test('tells what a client must hear from what only caches need', () => {
    const exchange = exchangeOf('http://shop.example/')
    exchange.setResponseHeader('Vary', 'Cookie')
    expect(exchange.hasNews).toBe(false)
    exchange.appendResponseHeader('set-cookie', 'a=1')
    expect(exchange.hasNews).toBe(true)
  })

  test('takes no participant once the response was handed over', () => {
    const exchange = exchangeOf('http://shop.example/')
    exchange.headersSent = true
    expect(() => exchange.hold({ commit: () => undefined, complete: () => undefined })).toThrow(
      /before the handler returns/,
    )
  })

  test('waits for all of its participants, and for nobody when none has anything to do', async () => {
    const log: string[] = []
    const exchange = exchangeOf('http://shop.example/')
    exchange.hold({ commit: () => undefined, complete: () => undefined })
    expect(exchange.commit()).toBeUndefined()
    exchange.hold({
      commit: async () => {
        log.push('commit')
      },
      complete: async () => {
        log.push('complete')
      },
    })
    await exchange.commit()
    await exchange.complete()
    expect(exchange.complete()).toBeUndefined()
    expect(log).toEqual(['commit', 'complete'])
  })
})
