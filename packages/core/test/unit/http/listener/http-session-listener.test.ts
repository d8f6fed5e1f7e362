import { InvalidOptionError, MapSessionRepository } from '@session/core'
import { httpSessionListener } from '@session/core/http'
import { expect, test, vi } from 'vitest'
import { fakeClock } from '../../../../../testing/src/time/fake-clock.ts'

async function storedIn(repository: MapSessionRepository) {
  const session = repository.createSession()
  session.attributes.a = 1
  await repository.save(session)
  return session
}

test('hears once of a creation, with the id', async () => {
  const repository = new MapSessionRepository()
  const sessionCreated = vi.fn()
  httpSessionListener(repository, { sessionCreated })
  const { id } = await storedIn(repository)

  expect(sessionCreated.mock.calls.map(([event]) => event.sessionId)).toEqual([id])
  await repository.close()
})

test('hears once of an end, deleted or expired', async () => {
  const clock = fakeClock()
  const repository = new MapSessionRepository(new Map(), { clock })
  const sessionDestroyed = vi.fn()
  httpSessionListener(repository, { sessionDestroyed })
  const deleted = await storedIn(repository)
  const expired = await storedIn(repository)
  await repository.deleteById(deleted.id)
  clock.advance('30m')
  await repository.cleanUpExpiredSessions()

  expect(sessionDestroyed.mock.calls.map(([event]) => [event.sessionId, event.type])).toEqual([
    [deleted.id, 'deleted'],
    [expired.id, 'expired'],
  ])
  await repository.close()
})

test('hears of a new id, with both', async () => {
  const repository = new MapSessionRepository()
  const sessionIdChanged = vi.fn()
  httpSessionListener(repository, { sessionIdChanged })
  const session = await storedIn(repository)
  const previousSessionId = session.id
  const sessionId = session.changeSessionId()
  await repository.save(session)

  expect(sessionIdChanged.mock.lastCall?.[0]).toMatchObject({ sessionId, previousSessionId })
  await repository.close()
})

test('several listeners hear, until it is undone', async () => {
  const repository = new MapSessionRepository()
  const [first, second] = [vi.fn(), vi.fn()]
  const undo = httpSessionListener(
    repository,
    { sessionCreated: first },
    { sessionCreated: second },
  )
  await storedIn(repository)
  undo()
  await storedIn(repository)

  expect([first, second].map(({ mock }) => mock.calls.length)).toEqual([1, 1])
  await repository.close()
})

test('no listener means no subscription', () => {
  const on = vi.fn(() => () => undefined)
  httpSessionListener({ on })
  httpSessionListener({ on }, {})

  expect(on).not.toHaveBeenCalled()
})

test('a repository without events is refused', () => {
  expect(() => httpSessionListener({} as never, {})).toThrow(InvalidOptionError)
})
