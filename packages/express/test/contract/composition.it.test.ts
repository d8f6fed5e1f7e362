import { createServer } from 'node:http'
import { TestClient, WatchedRepository } from '@session/testing'
import express, { type ErrorRequestHandler, type Express } from 'express'
import express4 from 'express4'
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { session } from '../../src/index.ts'
import { listening } from './express-harness.ts'
import { gzipResponses } from './gzip-responses.ts'
import { muteErrorLog } from './mute-error-log.ts'

type Attributes = Record<string, unknown>

muteErrorLog()

describe.each<[string, () => Express]>([
  ['Express 5', express],
  ['Express 4', express4],
])('%s', (_version, create) => {
  let repository: WatchedRepository
  let app: Express

  beforeEach(() => {
    repository = new WatchedRepository()
    app = create()
    app.set('env', 'production')
  })

  async function browser(): Promise<TestClient> {
    const { url, close } = await listening(createServer(app))
    onTestFinished(close)
    return new TestClient(url)
  }

  /** Sets `n` and answers with all attributes. */
  function countOn(target: Pick<Express, 'get'>, path: string): void {
    target.get(path, (request, response, next) => {
      request
        .getSession()
        .then((found) => {
          const attributes = found.attributes as Attributes
          attributes.n = Number(attributes.n ?? 0) + 1
          response.json(attributes)
        })
        .catch(next)
    })
  }

  describe('error middleware', () => {
    test('sees the session of the request, and what it adds is stored too', async () => {
      app.use(session({ repository }))
      app.get('/fail', (request, _response, next) => {
        request.getSession().then((found) => {
          ;(found.attributes as Attributes).set = 'by the handler'
          next(new Error('the handler failed'))
        }, next)
      })
      countOn(app, '/read')
      const explain: ErrorRequestHandler = (_error, request, response, next) => {
        request.getSession({ create: false }).then((found) => {
          ;(found?.attributes as Attributes).flash = 'sorry'
          response.status(500).send('explained')
        }, next)
      }
      app.use(explain)
      const client = await browser()
      expect(await client.get('/fail')).toMatchObject({ status: 500, text: 'explained' })
      expect(repository.stored.size).toBe(1)
      expect(JSON.parse((await client.get('/read')).text)).toEqual({
        set: 'by the handler',
        flash: 'sorry',
        n: 1,
      })
    })

    test('answers a failed save with a page of its own, once, without saving again', async () => {
      app.use(session({ repository }))
      countOn(app, '/')
      let calls = 0
      const page: ErrorRequestHandler = (error: { status: number }, request, response, next) => {
        calls++
        request.getSession({ create: false }).then((found) => {
          response.status(error.status).send(`page ${found === undefined ? 'without' : 'with'}`)
        }, next)
      }
      app.use(page)
      const client = await browser()
      await client.get('/')
      repository.forgetCalls()
      repository.fail('update')
      const { status, text, setCookies } = await client.get('/')
      expect([status, text, setCookies]).toEqual([503, 'page with', []])
      expect([calls, repository.calls]).toEqual([1, ['find', 'update']])
    })
  })

  describe('applications in applications', () => {
    test('a sub-application and a router use the session of the application above', async () => {
      app.use(session({ repository }))
      const shop = create()
      countOn(shop, '/count')
      app.use('/shop', shop)
      const client = await browser()
      const { setCookies } = await client.get('/shop/count')
      expect(setCookies[0]).toContain('; Path=/;')
      expect((await client.get('/shop/count')).text).toBe('{"n":2}')
    })

    test('a filter on a sub-application leaves other paths alone', async () => {
      const shop = create()
      shop.use(session({ repository }))
      countOn(shop, '/count')
      app.use('/shop', shop)
      app.get('/plain', (request, response) => {
        response.send(typeof request.getSession)
      })
      const client = await browser()
      expect((await client.get('/plain')).text).toBe('undefined')
      expect((await client.get('/shop/count')).text).toBe('{"n":1}')
    })

    test('the same repository above and below means one session', async () => {
      app.use(session({ repository }))
      const shop = create()
      shop.use(session({ repository }))
      countOn(shop, '/count')
      app.use('/shop', shop)
      const client = await browser()
      expect((await client.get('/shop/count')).setCookies).toHaveLength(1)
      await client.get('/shop/count')
      expect(repository.calls).toEqual(['insert', 'find', 'update'])
    })

    test('another repository under the same name is an error that names the remedy', async () => {
      app.use(session({ repository }))
      const shop = create()
      shop.use(session({ repository: new WatchedRepository() }))
      countOn(shop, '/count')
      app.use('/shop', shop)
      const seen: unknown[] = []
      const remember: ErrorRequestHandler = (error, _request, _response, next) => {
        seen.push(error)
        next(error)
      }
      app.use(remember)
      expect((await (await browser()).get('/shop/count')).status).toBe(500)
      expect(seen).toEqual([
        expect.objectContaining({
          code: 'ILLEGAL_STATE',
          message: expect.stringContaining("'property'"),
        }),
      ])
    })
  })

  describe('middleware that wraps the response', () => {
    test('works when it was mounted before', async () => {
      app.use(gzipResponses, session({ repository }))
      countOn(app, '/')
      await expectCompressedCount(await browser())
    })

    test('works when it wraps a response that is held already', async () => {
      app.use(session({ repository }))
      app.use((request, _response, next) => {
        request.getSession().then(() => next(), next)
      })
      app.use(gzipResponses)
      countOn(app, '/')
      await expectCompressedCount(await browser())
    })

    async function expectCompressedCount(client: TestClient): Promise<void> {
      const first = await client.get('/')
      expect(first.headers.get('content-encoding')).toBe('gzip')
      expect([first.text, first.setCookies.length]).toEqual(['{"n":1}', 1])
      expect((await client.get('/')).text).toBe('{"n":2}')
      expect(repository.calls).toEqual(['insert', 'find', 'update'])
    }
  })

  test('the cookie is Secure when a trusted proxy says that TLS was used', async () => {
    app.set('trust proxy', true)
    app.use(session({ repository }))
    countOn(app, '/')
    const client = await browser()
    const headers = { 'X-Forwarded-Proto': 'https' }
    expect((await client.get('/', { headers })).setCookies[0]).toContain('; Secure')
    expect((await client.get('/')).setCookies[0]).not.toContain('; Secure')
  })

  test('a proxy that is not trusted is not believed', async () => {
    app.use(session({ repository }))
    countOn(app, '/')
    const headers = { 'X-Forwarded-Proto': 'https' }
    expect((await (await browser()).get('/', { headers })).setCookies[0]).not.toContain('Secure')
  })
})
