import { type Session, SessionError } from '@session/core'
import { IndexedSessionRepository, type IndexedSessionStore } from '@session/core/store'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { PlainObjectStore } from '../../contract/plain-object-store.ts'

type Attributes = Record<string, unknown>
type Outcome = 'done' | 'gone' | 'missing'

/** What one request does with the session, and how it may come out. */
const requests = {
  'set a': (session: Session<Attributes>) => session.setAttribute('a', 'set'),
  'set b': (session: Session<Attributes>) => session.setAttribute('b', 'set'),
  'remove c': (session: Session<Attributes>) => session.removeAttribute('c'),
  'log in': (session: Session<Attributes>) => {
    session.principalName = 'ada'
    session.changeSessionId()
  },
  'new id': (session: Session<Attributes>) => session.changeSessionId(),
  delete: undefined,
} as const

type Request = keyof typeof requests

/** Each step of the store happens when the scheduler says so, and so does each of its replies. */
function scheduled(store: IndexedSessionStore, scheduler: fc.Scheduler): IndexedSessionStore {
  const step = async <T>(name: string, apply: () => Promise<T>): Promise<T> => {
    await scheduler.schedule(Promise.resolve(), `request ${name}`)
    const result = await apply()
    await scheduler.schedule(Promise.resolve(), `reply to ${name}`)
    return result
  }
  return {
    insert: (record, call) => step('insert', () => store.insert(record, call)),
    find: (id, touch, call) => step('find', () => store.find(id, touch, call)),
    update: (id, delta, call) => step('update', () => store.update(id, delta, call)),
    remove: (id, call) => step('remove', () => store.remove(id, call)),
    findByIndex: (name, value, call) => store.findByIndex(name, value, call),
  }
}

test('whatever the order in which steps of three requests happen, the session ends in one of their outcomes', async () => {
  const some = fc.array(fc.constantFrom(...(Object.keys(requests) as Request[])), {
    minLength: 2,
    maxLength: 3,
  })
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), some, async (scheduler, names) => {
      const backend = new PlainObjectStore()
      const healthy = new IndexedSessionRepository<Attributes>(backend)
      const { id } = await storedSession(healthy)

      const nodes = names.map(
        () => new IndexedSessionRepository<Attributes>(scheduled(backend, scheduler)),
      )
      const ids = new Map<Request, string[]>()
      const outcomes = names.map(async (name, index): Promise<Outcome> => {
        const node = nodes[index] as IndexedSessionRepository<Attributes>
        const change = requests[name]
        if (change === undefined) {
          await node.deleteById(id)
          return 'done'
        }
        const session = await node.findById(id, { touch: true })
        if (session === undefined) return 'missing'
        change(session)
        try {
          await node.save(session)
        } catch (error) {
          expect(SessionError.isInstance(error) && error.code).toBe('SESSION_GONE')
          return 'gone'
        }
        if (session.id !== id) ids.set(name, [...(ids.get(name) ?? []), session.id])
        return 'done'
      })
      await scheduler.waitIdle()
      const ended = await Promise.all(outcomes)

      const done = new Set(names.filter((_name, index) => ended[index] === 'done'))
      const newIds = [...ids.values()].flat()
      expect(newIds.length, 'of several new ids one wins').toBeLessThanOrEqual(1)
      const deleted = done.has('delete') && newIds.length === 0
      const live = Object.keys(backend.sessions)
      if (deleted) expect(live).toEqual([])
      else if (!done.has('delete')) expect(live).toEqual(newIds.length > 0 ? newIds : [id])
      else expect(newIds).toEqual(expect.arrayContaining(live))

      const session = live[0] === undefined ? undefined : await healthy.findById(live[0])
      if (session === undefined) return
      expect({ ...session.attributes }).toMatchObject({
        kept: 1,
        ...(done.has('set a') ? { a: 'set' } : {}),
        ...(done.has('set b') ? { b: 'set' } : {}),
      })
      expect('a' in session.attributes).toBe(done.has('set a'))
      expect('c' in session.attributes).toBe(!done.has('remove c'))
      expect((await healthy.findByPrincipalName('ada')).size).toBe(done.has('log in') ? 1 : 0)
    }),
    { numRuns: 300 },
  )
})

async function storedSession(
  repository: IndexedSessionRepository<Attributes>,
): Promise<Session<Attributes>> {
  const session = repository.createSession()
  Object.assign(session.attributes, { kept: 1, c: 1 })
  await repository.save(session)
  return session
}
