import { beforeEach, describe, expect, test } from 'vitest'
import { StoreUnavailableError } from '../../../src/errors/store-unavailable-error.ts'
import { MapSessionRepository } from '../../../src/map/map-session-repository.ts'
import type { StoredSession } from '../../../src/map/stored-session.ts'
import { webSession } from '../../../src/web/web-session.ts'

const ADDRESS = 'http://shop.example/'

type Attributes = Record<string, unknown>

let stored: Map<string, StoredSession>
let repository: MapSessionRepository<Attributes>

beforeEach(() => {
  stored = new Map()
  repository = new MapSessionRepository(stored, { cleanupInterval: false })
})

/** Answers the next `save` with an outage. */
class FailingRepository extends MapSessionRepository<Attributes> {
  override prepareSave(): {
    isNew: true
    changesId: false
    changesPrincipal: false
    write(): Promise<void>
  } {
    return {
      isNew: true,
      changesId: false,
      changesPrincipal: false,
      write: () => Promise.reject(outage()),
    }
  }
}

const outage = (): StoreUnavailableError =>
  new StoreUnavailableError('update', 'unknown', 'ECONNREFUSED')

const cookieOf = (response: Response): string =>
  response.headers.getSetCookie().map((cookie) => cookie.split(';', 1)[0])[0] ?? ''

const requestWith = (cookie: string, init: RequestInit = {}): Request =>
  new Request(ADDRESS, { ...init, headers: { cookie } })

/** A request that presents a stored session with `n: 1`. */
async function knownRequest(init?: RequestInit): Promise<Request> {
  const { withSession, getSession } = webSession<Attributes>({ repository })
  const handler = withSession(async (request: Request) => {
    ;(await getSession(request)).attributes.n = 1
    return new Response('made')
  })
  return requestWith(cookieOf(await handler(new Request(ADDRESS))), init)
}

async function storedAttribute(request: Request, name: string): Promise<unknown> {
  const { withSession, requestSession } = webSession<Attributes>({ repository })
  let value: unknown
  await withSession(async (same: Request) => {
    const session = await requestSession(same).getSession({ create: false })
    value = session?.getAttribute(name)
    return new Response()
  })(requestWith(request.headers.get('cookie') ?? ''))
  return value
}

describe('webSession', () => {
  test('hands over the very response of a handler that used no session', async () => {
    const response = new Response('static')
    const { withSession } = webSession({ repository })
    expect(await withSession(() => response)(new Request(ADDRESS))).toBe(response)
  })

  test('passes on what follows the request', async () => {
    const { withSession } = webSession({ repository })
    const handler = withSession((_request: Request, id: number, tail: string) =>
      Response.json({ id, tail }),
    )
    expect(await (await handler(new Request(ADDRESS), 7, 'x')).json()).toEqual({ id: 7, tail: 'x' })
  })

  test('stores a first session and sends its cookie beside those of the handler', async () => {
    const { withSession, getSession } = webSession<Attributes>({ repository })
    const handler = withSession(async (request: Request) => {
      ;(await getSession(request)).attributes.cart = ['book']
      return new Response('done', { status: 201, headers: { 'Set-Cookie': 'theme=dark' } })
    })
    const response = await handler(new Request(ADDRESS))
    expect(stored.size).toBe(1)
    expect(response.status).toBe(201)
    expect(response.headers.getSetCookie()).toEqual([
      'theme=dark',
      expect.stringMatching(/^SESSION=[A-Za-z0-9+/]{48}; Path=\/; HttpOnly; SameSite=Lax$/),
    ])
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(await response.text()).toBe('done')
  })

  test("keeps the handler's own cache rules and adds to its Vary", async () => {
    const { withSession, getSession } = webSession<Attributes>({ repository })
    const handler = withSession(async (request: Request) => {
      ;(await getSession(request)).attributes.n = 1
      return new Response('', { headers: { 'Cache-Control': 'private', Vary: 'Origin' } })
    })
    const response = await handler(new Request(ADDRESS))
    expect(response.headers.get('cache-control')).toBe('private')
    expect(response.headers.get('vary')).toBe('Origin, Cookie')
  })

  test('gives a cookie to a redirect, whose headers cannot be changed', async () => {
    const { withSession, getSession } = webSession<Attributes>({ repository })
    const handler = withSession(async (request: Request) => {
      ;(await getSession(request)).attributes.n = 1
      return Response.redirect('http://shop.example/next', 303)
    })
    const response = await handler(new Request(ADDRESS))
    expect([response.status, response.headers.get('location')]).toEqual([
      303,
      'http://shop.example/next',
    ])
    expect(cookieOf(response)).toMatch(/^SESSION=/)
  })

  test('marks the cookie Secure when the server says that TLS was used', async () => {
    const { withSession, getSession } = webSession<Attributes>(
      { repository },
      { secure: (request) => request.headers.get('x-forwarded-proto') === 'https' },
    )
    const handler = withSession(async (request: Request) => {
      ;(await getSession(request)).start()
      return new Response()
    })
    const forwarded = new Request(ADDRESS, { headers: { 'X-Forwarded-Proto': 'https' } })
    expect((await handler(forwarded)).headers.getSetCookie()[0]).toContain('; Secure')
    expect((await handler(new Request(ADDRESS))).headers.getSetCookie()[0]).not.toContain('Secure')
  })

  test('refuses a secure option that is no function', () => {
    expect(() => webSession({ repository }, { secure: true as never })).toThrow(/secure/)
  })

  test('sends nothing for a session that was made and left empty', async () => {
    const { withSession, getSession } = webSession<Attributes>({ repository })
    const handler = withSession(async (request: Request) => {
      await getSession(request)
      return new Response('ok')
    })
    const response = await handler(new Request(ADDRESS))
    expect([response.headers.getSetCookie(), stored.size]).toEqual([[], 0])
  })

  test('saves what a streaming body changes, before the end of the body', async () => {
    const request = await knownRequest()
    const { withSession, getSession } = webSession<Attributes>({ repository })
    const handler = withSession(async (same: Request) => {
      const session = await getSession(same)
      return new Response(
        new ReadableStream<Uint8Array>(
          {
            pull(controller) {
              controller.enqueue(new TextEncoder().encode('tail'))
              session.attributes.streamed = true
              controller.close()
            },
          },
          { highWaterMark: 0 },
        ),
      )
    })
    const response = await handler(request)
    expect(await storedAttribute(request, 'streamed')).toBeUndefined()
    expect(await response.text()).toBe('tail')
    expect(await storedAttribute(request, 'streamed')).toBe(true)
  })

  test('saves what a body changed until it was cancelled', async () => {
    const request = await knownRequest()
    const { withSession, getSession } = webSession<Attributes>({ repository })
    const handler = withSession(async (same: Request) => {
      const session = await getSession(same)
      return new Response(
        new ReadableStream<Uint8Array>({
          cancel() {
            session.attributes.cancelled = true
          },
        }),
      )
    })
    await (await handler(request)).body?.cancel()
    expect(await storedAttribute(request, 'cancelled')).toBe(true)
  })

  test('lets nobody create a session from a body under way', async () => {
    const { withSession, getSession } = webSession<Attributes>({ repository })
    const handler = withSession(async (request: Request) => {
      await getSession(request, { create: false })
      return new Response(
        new ReadableStream<Uint8Array>({
          pull: async () => {
            await getSession(request)
          },
        }),
      )
    })
    const response = await handler(new Request(ADDRESS))
    await expect(response.text()).rejects.toThrow(/after the response has begun/)
  })

  test('refuses a session first asked for when the response is gone', async () => {
    const request = await knownRequest()
    const { withSession, getSession } = webSession<Attributes>({ repository })
    await withSession(() => new Response('static'))(request)
    await expect(getSession(request)).rejects.toThrow(/before the handler returns/)
  })

  test('ends the session with the response', async () => {
    const { withSession, getSession } = webSession<Attributes>({ repository })
    let late: (() => void) | undefined
    const handler = withSession(async (request: Request) => {
      const session = await getSession(request)
      session.attributes.n = 1
      late = () => {
        session.attributes.n = 2
      }
      return new Response(null, { status: 204 })
    })
    await handler(new Request(ADDRESS))
    expect(late).toThrow(/response is complete/)
  })

  test.each([
    ['HEAD', 200, 'body'],
    ['GET', 204, null],
    ['GET', 304, null],
    ['GET', 200, null],
  ])('saves before it answers %s with status %i and body %s', async (method, status, body) => {
    const request = await knownRequest({ method })
    const { withSession, getSession } = webSession<Attributes>({ repository })
    const response = await withSession(async (same: Request) => {
      ;(await getSession(same)).attributes.n = 2
      return new Response(body, { status })
    })(request)
    expect(response.status).toBe(status)
    expect(await storedAttribute(request, 'n')).toBe(2)
  })

  test('saves what a handler put into the session before it threw, and passes its error on', async () => {
    const request = await knownRequest()
    const { withSession, getSession } = webSession<Attributes>({ repository })
    const handler = withSession(async (same: Request): Promise<Response> => {
      ;(await getSession(same)).attributes.n = 2
      throw new TypeError('a mistake')
    })
    await expect(handler(request)).rejects.toThrow(new TypeError('a mistake'))
    expect(await storedAttribute(request, 'n')).toBe(2)
  })

  test('answers an outage that the handler did not catch, and clears the cookie after a logout', async () => {
    const request = await knownRequest()
    const { withSession, requestSession } = webSession<Attributes>({
      repository: new (class extends MapSessionRepository<Attributes> {
        override deleteById = (): Promise<void> => Promise.reject(outage())
      })(stored, { cleanupInterval: false }),
    })
    const response = await withSession(async (same: Request) => {
      await requestSession(same).invalidateSession()
      return new Response('bye')
    })(request)
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '1'])
    expect(response.headers.getSetCookie()[0]).toMatch(/^SESSION=; Max-Age=0/)
    expect(await response.text()).toBe('Service Unavailable')
  })

  test('answers a failed save with one clean response and no cookie, and lets the body go', async () => {
    const { withSession, getSession } = webSession<Attributes>({
      repository: new FailingRepository(stored, { cleanupInterval: false }),
    })
    let isCancelled = false
    const handler = withSession(async (request: Request) => {
      ;(await getSession(request)).attributes.n = 1
      const body = new ReadableStream({
        cancel() {
          isCancelled = true
        },
      })
      return new Response(body, { headers: { 'X-Handler': 'set' } })
    })
    const response = await handler(new Request(ADDRESS))
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '1'])
    expect(response.headers.getSetCookie()).toEqual([])
    expect(response.headers.has('x-handler')).toBe(false)
    expect(isCancelled).toBe(true)
  })

  test("tells the handler's error when saving fails too", async () => {
    const { withSession, getSession } = webSession<Attributes>({
      repository: new FailingRepository(stored, { cleanupInterval: false }),
    })
    const handler = withSession(async (request: Request): Promise<Response> => {
      ;(await getSession(request)).attributes.n = 1
      throw new TypeError('a mistake')
    })
    await expect(handler(new Request(ADDRESS))).rejects.toThrow('a mistake')
  })

  test('throws a mistake that shows at the save, for the server to report', async () => {
    const { withSession, getSession } = webSession<Attributes>({
      repository: new (class extends MapSessionRepository<Attributes> {
        override prepareSave(): never {
          throw new TypeError('not storable')
        }
      })(stored, { cleanupInterval: false }),
    })
    const handler = withSession(async (request: Request) => {
      ;(await getSession(request)).attributes.n = 1
      return new Response('ok')
    })
    await expect(handler(new Request(ADDRESS))).rejects.toThrow('not storable')
  })

  describe('a response that can get no header', () => {
    const switching = (): Response =>
      Object.defineProperty(new Response(null), 'status', { value: 101 })
    const used = (): Response => {
      const response = new Response('read')
      response.body?.getReader()
      return response
    }

    test.each([
      ['with status 101', switching],
      ['made by Response.error()', () => Response.error()],
      ['whose body is in use', used],
    ])('%s is handed over when the session was only read', async (_kind, make) => {
      const { withSession, getSession } = webSession<Attributes>({ repository })
      const response = make()
      const handler = withSession(async (request: Request) => {
        await getSession(request)
        return response
      })
      expect(await handler(await knownRequest())).toBe(response)
    })

    test.each([
      ['with status 101', switching],
      ['made by Response.error()', () => Response.error()],
      ['whose body is in use', used],
    ])('%s fails when something had to be saved', async (kind, make) => {
      const { withSession, getSession } = webSession<Attributes>({ repository })
      const handler = withSession(async (request: Request) => {
        ;(await getSession(request)).attributes.n = 2
        return make()
      })
      await expect(handler(await knownRequest())).rejects.toThrow(
        expect.objectContaining({ code: 'ILLEGAL_STATE', message: expect.stringContaining(kind) }),
      )
      await expect(handler(new Request(ADDRESS))).rejects.toThrow(/save\(\)/)
    })

    test('goes out when the session was saved before', async () => {
      const { withSession, getSession } = webSession<Attributes>({ repository })
      const handler = withSession(async (request: Request) => {
        const session = await getSession(request)
        session.attributes.n = 2
        await session.save()
        return switching()
      })
      const request = await knownRequest()
      expect((await handler(request)).status).toBe(101)
      expect(await storedAttribute(request, 'n')).toBe(2)
    })

    test('fails when a session ended that the client should forget', async () => {
      const { withSession, requestSession } = webSession<Attributes>({ repository })
      const handler = withSession(async (request: Request) => {
        await requestSession(request).invalidateSession()
        return switching()
      })
      await expect(handler(await knownRequest())).rejects.toThrow(/save\(\)/)
    })
  })

  test('knows only requests that a wrapped handler received', async () => {
    const { withSession, getSession } = webSession<Attributes>({ repository })
    await expect(getSession(new Request(ADDRESS))).rejects.toThrow(/withSession/)
    await withSession(async (request: Request) => {
      await expect(getSession(request.clone())).rejects.toThrow(/clone\(\)/)
      return new Response()
    })(new Request(ADDRESS))
  })

  test('wrapped twice, works once', async () => {
    const { withSession, getSession } = webSession<Attributes>({ repository })
    const handler = withSession(
      withSession(async (request: Request) => {
        ;(await getSession(request)).start()
        return new Response()
      }),
    )
    expect((await handler(new Request(ADDRESS))).headers.getSetCookie()).toHaveLength(1)
  })

  test('a second filter over the same repository shares the session of the first', async () => {
    const outer = webSession<Attributes>({ repository })
    const inner = webSession<Attributes>({ repository })
    const handler = outer.withSession(
      inner.withSession(async (request: Request) => {
        expect(await inner.getSession(request)).toBe(await outer.getSession(request))
        ;(await inner.getSession(request)).start()
        return new Response()
      }),
    )
    expect((await handler(new Request(ADDRESS))).headers.getSetCookie()).toHaveLength(1)
  })

  test('a filter of another name works inside, with a cookie of its own', async () => {
    const customers = webSession<Attributes>({ repository })
    const admins = webSession<Attributes>({
      repository: new MapSessionRepository(new Map(), { cleanupInterval: false }),
      property: 'getAdminSession',
      cookie: { name: 'ADMIN' },
    })
    const handler = customers.withSession(
      admins.withSession(async (request: Request) => {
        ;(await customers.getSession(request)).attributes.who = 'customer'
        ;(await admins.getSession(request)).attributes.who = 'admin'
        return new Response('both')
      }),
    )
    const response = await handler(new Request(ADDRESS))
    expect(response.headers.getSetCookie().map((cookie) => cookie.split('=')[0])).toEqual([
      'ADMIN',
      'SESSION',
    ])
    expect(response.headers.get('vary')).toBe('Cookie')
    expect(await response.text()).toBe('both')
  })

  test('two filters with different repositories under one name are refused', async () => {
    const outer = webSession({ repository })
    const inner = webSession({
      repository: new MapSessionRepository(new Map(), { cleanupInterval: false }),
    })
    const handler = outer.withSession(inner.withSession(() => new Response()))
    await expect(handler(new Request(ADDRESS))).rejects.toThrow(/'property'/)
  })

  test('loads before the handler when asked to, and answers an outage there', async () => {
    const loads: string[] = []
    const { withSession } = webSession<Attributes>({
      load: 'eager',
      repository: new (class extends MapSessionRepository<Attributes> {
        override findById = (id: string): Promise<undefined> => {
          loads.push(id)
          return Promise.reject(outage())
        }
      })(stored, { cleanupInterval: false }),
    })
    let isHandled = false
    const response = await withSession(() => {
      isHandled = true
      return new Response()
    })(await knownRequest())
    expect([response.status, isHandled, loads.length]).toEqual([503, false, 1])
  })
})
