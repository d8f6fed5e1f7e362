import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import { describe, expect, test } from 'vitest'
import { type NodeExchangeOptions, nodeExchange } from '../../../src/node/node-exchange.ts'

function exchangeFor(
  headers: IncomingMessage['headers'] = {},
  options: NodeExchangeOptions = {},
  socket: object = {},
): { exchange: ReturnType<typeof nodeExchange>; response: ServerResponse } {
  const request = new IncomingMessage(Object.assign(new Socket(), socket))
  request.headers = headers
  const response = new ServerResponse(request)
  return { exchange: nodeExchange(request, response, options), response }
}

describe('a node exchange', () => {
  test('reads request headers in any case', () => {
    const { exchange } = exchangeFor({ cookie: 'a=1; b=2' })

    expect(exchange.requestHeader('Cookie')).toBe('a=1; b=2')
    expect(exchange.requestHeader('x-missing')).toBeUndefined()
  })

  test('joins a request header that Node keeps as a list', () => {
    expect(exchangeFor({ 'set-cookie': ['a', 'b'] }).exchange.requestHeader('Set-Cookie')).toBe(
      'a, b',
    )
  })

  test.each([
    ['example.com', 'example.com'],
    ['example.com:8080', 'example.com'],
    ['[::1]', '[::1]'],
    ['[2001:db8::1]:443', '[2001:db8::1]'],
    ['127.0.0.1:80', '127.0.0.1'],
    ['', undefined],
    [undefined, undefined],
  ])('takes the hostname from the host %s', (host, hostname) => {
    expect(exchangeFor(host === undefined ? {} : { host }).exchange.hostname).toBe(hostname)
  })

  test('prefers the authority of HTTP/2', () => {
    const headers = { ':authority': 'a.example:1', host: 'b.example' }

    expect(exchangeFor(headers).exchange.hostname).toBe('a.example')
  })

  test('is as secure as its socket', () => {
    expect(exchangeFor().exchange.secure).toBe(false)
    expect(exchangeFor({}, {}, { encrypted: true }).exchange.secure).toBe(true)
  })

  test('believes the framework about what a proxy changes', () => {
    const options = { secure: () => true, hostname: () => 'public.example', contextPath: '/app' }
    const { exchange } = exchangeFor({ host: 'inner.example' }, options)

    expect(exchange.secure).toBe(true)
    expect(exchange.hostname).toBe('public.example')
    expect(exchange.contextPath).toBe('/app')
  })

  test('is mounted at the root by default', () => {
    expect(exchangeFor().exchange.contextPath).toBe('')
  })

  test('has a reject only when it was given one', () => {
    const reject = () => undefined

    expect(exchangeFor().exchange.reject).toBeUndefined()
    expect(exchangeFor({}, { reject }).exchange.reject).toBe(reject)
  })

  test('sets, appends and reads response headers', () => {
    const { exchange, response } = exchangeFor()
    exchange.appendResponseHeader('Set-Cookie', 'a=1')
    exchange.appendResponseHeader('Set-Cookie', 'b=2')
    exchange.setResponseHeader('Vary', 'Cookie')
    response.setHeader('Content-Length', 5)
    response.setHeader('X-List', ['1', '2'])
    exchange.appendResponseHeader('X-List', '3')

    expect(response.getHeader('set-cookie')).toEqual(['a=1', 'b=2'])
    expect(exchange.responseHeader('vary')).toBe('Cookie')
    expect(exchange.responseHeader('content-length')).toBe('5')
    expect(exchange.responseHeader('x-list')).toBe('1, 2, 3')
    expect(exchange.responseHeader('x-missing')).toBeUndefined()
  })

  test('touches neither request nor response until something holds it', () => {
    const { exchange, response } = exchangeFor()
    const names = Reflect.ownKeys(response)
    exchange.headersSent

    expect(Reflect.ownKeys(response)).toEqual(names)
    expect(response.listenerCount('pipe')).toBe(0)
  })
})
