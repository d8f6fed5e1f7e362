import { subscribe as listenTo, unsubscribe as stopListeningTo } from 'node:diagnostics_channel'
import { inspect } from 'node:util'
import { type Session, SessionError } from '@session/core'
import {
  IndexedSessionRepository,
  type IndexedSessionStore,
  StoredSessionRepository,
} from '@session/core/store'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { PlainObjectStore } from '../../contract/plain-object-store.ts'
import { DriverError, FaultyStore } from './faulty-store.ts'

type Attributes = Record<string, unknown>

const CANARY = 'canary-id-that-no-error-may-carry'

function repositoryOver(store: IndexedSessionStore): IndexedSessionRepository<Attributes> {
  return new IndexedSessionRepository<Attributes>(store, {
    storeTimeout: '10ms',
    idGenerator: () => CANARY,
  })
}

const errorOf = (promise: Promise<unknown>): Promise<SessionError> =>
  promise.then(
    () => expect.fail('it resolved'),
    (error: unknown) => error as SessionError,
  )

describe('an error of the driver', () => {
  test.each([
    ['findById', (r) => r.findById(CANARY), 'not-applied'],
    ['findByPrincipalName', (r) => r.findByPrincipalName(CANARY), 'not-applied'],
    ['save of a new session', (r) => r.save(r.createSession()), 'unknown'],
    ['deleteById', (r) => r.deleteById(CANARY), 'unknown'],
  ] as [string, (repository: IndexedSessionRepository<Attributes>) => Promise<unknown>, string][])(
    'of %s comes out with its code, and without what it was given',
    async (_name, call, outcome) => {
      const store = new FaultyStore(new PlainObjectStore())
      store.failAt(1, 'error before')
      const error = await errorOf(call(repositoryOver(store)))
      expect(error).toMatchObject({
        code: 'STORE_UNAVAILABLE',
        driverCode: 'ECONNRESET',
        outcome,
        retryable: true,
        status: 503,
      })
      for (const printed of [
        error.message,
        error.stack,
        String(error.cause),
        JSON.stringify(error),
        JSON.stringify(error, Object.getOwnPropertyNames(error)),
        inspect(error, { depth: 10, showHidden: true }),
        await error.getResponse().text(),
      ]) {
        expect(printed).not.toContain('canary')
      }
    },
  )

  test('that is thrown before any promise is there comes out alike', async () => {
    const store = Object.assign(new PlainObjectStore(), {
      find: () => {
        throw new DriverError(CANARY)
      },
    })
    expect(await errorOf(repositoryOver(store).findById(CANARY))).toMatchObject({
      code: 'STORE_UNAVAILABLE',
      outcome: 'not-applied',
    })
  })

  test.each([[undefined], ['text'], [{ code: `${CANARY} with blanks` }], [{ code: 42 }], [null]])(
    'may be anything: %s',
    async (thrown) => {
      const store = Object.assign(new PlainObjectStore(), { find: () => Promise.reject(thrown) })
      const error = await errorOf(repositoryOver(store).findById(CANARY))
      expect(error).toMatchObject({ code: 'STORE_UNAVAILABLE', driverCode: undefined })
      expect(inspect(error)).not.toContain('canary')
    },
  )

  test('of the library itself passes through', async () => {
    const { StoreFullError } = await import('@session/core')
    const full = new StoreFullError('No room.')
    const store = Object.assign(new PlainObjectStore(), { insert: () => Promise.reject(full) })
    const repository = repositoryOver(store)
    expect(await errorOf(repository.save(repository.createSession()))).toBe(full)
  })
})

describe('the deadline', () => {
  afterEach(() => vi.useRealTimers())

  const neverAnswers = (): PlainObjectStore =>
    Object.assign(new PlainObjectStore(), {
      find: () => new Promise<undefined>(() => {}),
      insert: () => new Promise<never>(() => {}),
    })

  test('ends a call that the driver leaves hanging, at storeTimeout and not before', async () => {
    vi.useFakeTimers()
    const repository = new StoredSessionRepository(neverAnswers(), { storeTimeout: '2s' })
    const settled = vi.fn()
    const error = errorOf(repository.findById(CANARY)).finally(settled)
    await vi.advanceTimersByTimeAsync(1999)
    expect(settled).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(1)
    expect(await error).toMatchObject({ code: 'STORE_TIMEOUT', outcome: 'not-applied' })
    expect(vi.getTimerCount()).toBe(0)
  })

  test('of a write leaves its outcome unknown', async () => {
    const repository = repositoryOver(neverAnswers())
    expect(await errorOf(repository.save(repository.createSession()))).toMatchObject({
      code: 'STORE_TIMEOUT',
      outcome: 'unknown',
    })
  })

  test('aborts the signal that the store was given', async () => {
    let signal: AbortSignal | undefined
    const store = Object.assign(new PlainObjectStore(), {
      find: (_id: string, _touch: boolean, call: { signal: AbortSignal }) => {
        signal = call.signal
        return new Promise<undefined>(() => {})
      },
    })
    await errorOf(repositoryOver(store).findById(CANARY))
    expect(signal?.aborted).toBe(true)
  })

  test('leaves no timer behind when the store answers', async () => {
    vi.useFakeTimers()
    const repository = new StoredSessionRepository(new PlainObjectStore())
    await repository.findById(CANARY)
    expect(vi.getTimerCount()).toBe(0)
  })

  test("holds for the caller's signal too", async () => {
    const repository = new StoredSessionRepository(neverAnswers())
    const controller = new AbortController()
    const read = errorOf(repository.findById(CANARY, { signal: controller.signal }))
    controller.abort(new Error(CANARY))
    const error = await read
    expect(error).toMatchObject({ code: 'CALL_ABORTED', outcome: 'not-applied' })
    expect(inspect(error)).not.toContain('canary')
  })
})

describe('what a request costs', () => {
  test.each([
    ['a session that is made and never saved', () => {}, 0],
    ['a first save', (r, fresh) => r.save(fresh), 1],
    ['a read', (r, _fresh, stored) => r.findById(stored.id, { touch: true }), 1],
    ['a logout', (r, _fresh, stored) => r.deleteById(stored.id), 1],
    [
      'a login: attribute, principal, interval and new id in one save',
      (r, _fresh, stored) => {
        stored.setAttribute('a', 1)
        stored.principalName = 'ada'
        stored.maxInactiveInterval = '2h'
        stored.changeSessionId()
        return r.save(stored)
      },
      1,
    ],
    ['a save without a change', (r, _fresh, stored) => r.save(stored), 0],
    ['the sessions of a user', (r) => r.findByPrincipalName('ada'), 1],
  ] as [
    string,
    (
      repository: IndexedSessionRepository<Attributes>,
      fresh: Session<Attributes>,
      stored: Session<Attributes>,
    ) => unknown,
    number,
  ][])('%s', async (_what, action, calls) => {
    const store = new FaultyStore(new PlainObjectStore())
    const repository = new IndexedSessionRepository<Attributes>(store)
    const stored = repository.createSession()
    await repository.save(stored)
    const before = store.calls
    await action(repository, repository.createSession(), stored)
    expect(store.calls - before).toBe(calls)
  })
})

describe('preparing', () => {
  test('happens once, before the first call', async () => {
    const prepare = vi.fn(async () => {})
    const repository = repositoryOver(Object.assign(new PlainObjectStore(), { prepare }))
    expect(prepare).not.toHaveBeenCalled()
    await Promise.all([repository.findById(CANARY), repository.ready(), repository.ready()])
    expect(prepare).toHaveBeenCalledTimes(1)
  })

  test('that fails is tried again by the next call, and stored nothing meanwhile', async () => {
    const prepare = vi
      .fn()
      .mockRejectedValueOnce(new DriverError(CANARY))
      .mockResolvedValue(undefined)
    const repository = repositoryOver(Object.assign(new PlainObjectStore(), { prepare }))
    const session = repository.createSession()
    expect(await errorOf(repository.save(session))).toMatchObject({
      code: 'STORE_UNAVAILABLE',
      outcome: 'not-applied',
    })
    await repository.save(session)
    expect(await repository.findById(session.id)).toBeDefined()
    expect(prepare).toHaveBeenCalledTimes(2)
  })

  test('subscribes, and unsubscribes at close', async () => {
    const unsubscribe = vi.fn(async () => {})
    const subscribe = vi.fn(async () => unsubscribe)
    const repository = repositoryOver(Object.assign(new PlainObjectStore(), { subscribe }))
    repository.on('deleted', () => {})
    await repository.ready()
    await repository.findById(CANARY)
    expect(subscribe).toHaveBeenCalledTimes(1)
    await repository.close()
    await repository.close()
    expect(unsubscribe).toHaveBeenCalledTimes(1)
  })

  test('subscribes to nothing while nobody listens, and before the next call once somebody does', async () => {
    const subscribe = vi.fn(async () => async () => {})
    const repository = repositoryOver(Object.assign(new PlainObjectStore(), { subscribe }))
    await repository.findById(CANARY)
    await repository.ready()
    expect(subscribe).not.toHaveBeenCalled()
    repository.on('deleted', () => {})
    repository.on('gap', () => {})
    await repository.findById(CANARY)
    expect(subscribe).toHaveBeenCalledTimes(1)
    await repository.close()
  })

  test('subscribes for whoever listens to the diagnostics channel, too', async () => {
    const subscribe = vi.fn(async () => async () => {})
    const repository = repositoryOver(Object.assign(new PlainObjectStore(), { subscribe }))
    await repository.ready()
    const listener = (): void => {}
    listenTo('@session/core:session-event', listener)
    try {
      await repository.findById(CANARY)
      expect(subscribe).toHaveBeenCalledTimes(1)
    } finally {
      stopListeningTo('@session/core:session-event', listener)
      await repository.close()
    }
  })

  test('tries again to subscribe when it failed, and prepares no second time', async () => {
    const prepare = vi.fn(async () => {})
    const subscribe = vi
      .fn(async () => async () => {})
      .mockRejectedValueOnce(new DriverError(CANARY))
    const store = Object.assign(new PlainObjectStore(), { prepare, subscribe })
    const repository = repositoryOver(store)
    await repository.ready()
    repository.on('deleted', () => {})
    expect(await errorOf(repository.findById(CANARY))).toMatchObject({
      code: 'STORE_UNAVAILABLE',
      outcome: 'not-applied',
    })
    expect(await repository.findById(CANARY)).toBeUndefined()
    expect(subscribe).toHaveBeenCalledTimes(2)
    expect(prepare).toHaveBeenCalledTimes(1)
    await repository.close()
  })

  test('tells listeners, until it is closed, of a gap that the store noticed', async () => {
    let missed = (_since: number | undefined): void => {}
    const subscribe = async (_: unknown, report: typeof missed): Promise<() => Promise<void>> => {
      missed = report
      return async () => {}
    }
    const repository = repositoryOver(Object.assign(new PlainObjectStore(), { subscribe }))
    const heard = vi.fn()
    repository.on('gap', heard)
    await repository.ready()
    missed(1000)
    missed(undefined)
    expect(heard.mock.calls).toEqual([
      [{ type: 'gap', since: new Date(1000) }],
      [{ type: 'gap', since: undefined }],
    ])
    await repository.close()
    missed(2000)
    expect(heard).toHaveBeenCalledTimes(2)
  })

  test('that is under way at close leaves no subscription behind', async () => {
    const unsubscribe = vi.fn(async () => {})
    let answer = (_unsubscribe: typeof unsubscribe): void => {}
    const subscribe = (): Promise<typeof unsubscribe> =>
      new Promise((resolve) => (answer = resolve))
    const repository = repositoryOver(Object.assign(new PlainObjectStore(), { subscribe }))
    repository.on('deleted', () => {})
    const ready = repository.ready()
    await vi.waitFor(() => expect(answer).toBeInstanceOf(Function))
    await repository.close()
    answer(unsubscribe)
    await ready
    expect(unsubscribe).toHaveBeenCalledTimes(1)
  })

  test('is refused after close', async () => {
    const subscribe = vi.fn()
    const repository = repositoryOver(Object.assign(new PlainObjectStore(), { subscribe }))
    await repository.close()
    repository.on('created', () => {})
    expect(await errorOf(repository.ready())).toMatchObject({ code: 'REPOSITORY_CLOSED' })
    expect(subscribe).not.toHaveBeenCalled()
  })
})

describe('saves of one session', () => {
  const repositoryWith = (store: IndexedSessionStore): IndexedSessionRepository<Attributes> =>
    new IndexedSessionRepository<Attributes>(store, { storeTimeout: '10ms' })

  test('that overlap with one that fails are stored, and the failure is told to whom it belongs', async () => {
    const backend = new PlainObjectStore()
    const store = new FaultyStore(backend)
    const repository = repositoryWith(store)
    const session = repository.createSession()
    store.failAt(1, 'error before')
    const first = errorOf(repository.save(session))
    session.setAttribute('a', 1)
    const second = repository.save(session)
    const id = session.changeSessionId()
    const third = repository.save(session)
    expect(await first).toMatchObject({ code: 'STORE_UNAVAILABLE' })
    await Promise.all([second, third])
    expect(Object.keys(backend.sessions)).toEqual([id])
    expect((await repository.findById(id))?.getAttribute('a')).toBe(1)
  })

  test('resolve only when what was pending is stored', async () => {
    const store = new FaultyStore(new PlainObjectStore())
    const repository = repositoryWith(store)
    const session = repository.createSession()
    store.failAt(1, 'error before')
    store.failAt(2, 'error before')
    const [first, second] = [repository.save(session), repository.save(session)].map(errorOf)
    expect(await first).toBeInstanceOf(SessionError)
    expect(await second).toBeInstanceOf(SessionError)
    await repository.save(session)
    expect(await repository.findById(session.id)).toBeDefined()
  })

  test('keep what is pending when the index resolver fails', async () => {
    let fails = true
    const repository = new IndexedSessionRepository<Attributes>(new PlainObjectStore(), {
      indexResolver: {
        resolveIndexesFor: () => {
          if (fails) throw new Error('not today')
          return new Map()
        },
      },
    })
    const session = repository.createSession()
    session.setAttribute('a', 1)
    await expect(repository.save(session)).rejects.toThrow('not today')
    fails = false
    await repository.save(session)
    expect((await repository.findById(session.id))?.getAttribute('a')).toBe(1)
  })

  test('keep what is pending when a changed object cannot be stored', async () => {
    const repository = repositoryWith(new PlainObjectStore())
    const session = repository.createSession()
    const list: unknown[] = [1]
    session.setAttribute('list', list)
    session.setAttribute('other', 1)
    list.push(() => {})
    await expect(repository.save(session)).rejects.toMatchObject({ code: 'ATTRIBUTE_NOT_STORABLE' })
    list.pop()
    await repository.save(session)
    const found = await repository.findById(session.id)
    expect({ ...found?.attributes }).toEqual({ list: [1], other: 1 })
  })
})

describe("flush mode 'immediate'", () => {
  test('gives its first error to the next save, which sends nothing; the one after stores', async () => {
    const backend = new PlainObjectStore()
    const store = new FaultyStore(backend)
    const repository = new IndexedSessionRepository<Attributes>(store, { flushMode: 'immediate' })
    const session = repository.createSession()
    await repository.save(session)
    store.failAt(1, 'error before')
    session.setAttribute('a', 1)
    expect(await errorOf(repository.save(session))).toMatchObject({ code: 'STORE_UNAVAILABLE' })
    expect(store.calls, 'the insert and the change that failed').toBe(2)
    await repository.save(session)
    expect((await repository.findById(session.id))?.getAttribute('a')).toBe(1)
  })

  test('leaves no rejection unhandled when nobody saves', async () => {
    const unhandled = vi.fn()
    process.on('unhandledRejection', unhandled)
    const store = new FaultyStore(new PlainObjectStore())
    store.failAt(1, 'error before')
    const repository = new IndexedSessionRepository(store, { flushMode: 'immediate' })
    repository.createSession()
    // Rejections are reported once the microtasks are done.
    await new Promise((resolve) => setImmediate(resolve))
    process.off('unhandledRejection', unhandled)
    expect(unhandled).not.toHaveBeenCalled()
    expect(store.calls).toBe(1)
  })

  test('sends many changes made at once as few writes, in order', async () => {
    const store = new FaultyStore(new PlainObjectStore())
    const repository = new IndexedSessionRepository<Attributes>(store, { flushMode: 'immediate' })
    const session = repository.createSession()
    for (let n = 1; n <= 100; n++) session.setAttribute('n', n)
    await repository.save(session)
    expect((await repository.findById(session.id))?.getAttribute('n')).toBe(100)
    expect(store.calls).toBeLessThanOrEqual(4)
  })
})
