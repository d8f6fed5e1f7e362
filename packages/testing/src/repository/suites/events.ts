import { expect, vi } from 'vitest'
import { EventLog } from '../event-log.ts'
import type { RepositoryContract } from '../repository-contract.ts'
import { attributesOf, expectGone, found, storedSession } from '../stored-session.ts'

const EXPIRED = 30 * 60_000

export function describeEvents({
  openEventful,
  openCleaning,
  open,
  raw,
  testNeeding,
}: RepositoryContract): void {
  const withEvents = (name: string, run: () => Promise<void>): void =>
    testNeeding(['events'], name, run)

  withEvents('a new session is announced once, when it is stored', async () => {
    const repository = await openEventful()
    const log = await EventLog.of(repository)
    const session = repository.createSession()
    expect(log.namesOf(session.handle)).toEqual([])
    session.principalName = 'ada'
    session.setAttribute('a', 1)
    await repository.save(session)
    session.setAttribute('a', 2)
    await repository.save(session)
    const event = await log.event('created', session.handle)
    expect(event).toMatchObject({
      type: 'created',
      sessionId: session.id,
      handle: session.handle,
      local: true,
      principalName: 'ada',
    })
    expect(event.session?.getAttribute('a')).toBe(1)
    await log.settled()
    expect(log.namesOf(session.handle)).toEqual(['created'])
  })

  withEvents('a deleted session is announced once, as deleted and as destroyed', async () => {
    const repository = await openEventful()
    const log = await EventLog.of(repository)
    const { id, handle } = await storedSession(repository)
    await repository.deleteById(id)
    await repository.deleteById(id)
    expect(await log.event('deleted', handle)).toMatchObject({
      type: 'deleted',
      sessionId: id,
      local: true,
    })
    expect((await log.event('destroyed', handle)).type).toBe('deleted')
    await log.settled()
    expect(log.namesOf(handle)).toEqual(['created', 'deleted', 'destroyed'])
  })

  withEvents('a session that is deleted several times at once is announced once', async () => {
    const repository = await openEventful()
    const log = await EventLog.of(repository)
    const { id, handle } = await storedSession(repository)
    await Promise.all([1, 2, 3].map(() => repository.deleteById(id)))
    await log.event('deleted', handle)
    await log.settled()
    expect(log.namesOf(handle), 'of two removers one gets the session from remove()').toEqual([
      'created',
      'deleted',
      'destroyed',
    ])
  })

  testNeeding(
    ['events', 'last-state'],
    'the end of a session comes with its last state, read-only',
    async () => {
      const repository = await openEventful()
      const log = await EventLog.of(repository)
      const session = await storedSession(repository, { cart: ['tea'] })
      session.principalName = 'ada'
      session.setAttribute('cart', ['tea', 'coffee'])
      await repository.save(session)
      await repository.deleteById(session.id)
      const event = await log.event('deleted', session.handle)
      expect(event.principalName).toBe('ada')
      expect(event.session?.getAttribute('cart')).toEqual(['tea', 'coffee'])
      expect(() => event.session?.setAttribute('cart', [])).toThrow(
        expect.objectContaining({ code: 'ILLEGAL_STATE' }),
      )
    },
  )

  withEvents('a new id is announced with both ids, and ends nothing', async () => {
    const repository = await openEventful()
    const log = await EventLog.of(repository)
    const session = await storedSession(repository)
    const before = { previousSessionId: session.id, previousHandle: session.handle }
    session.changeSessionId()
    await repository.save(session)
    const { id, handle } = session
    const event = await log.event('id-changed', handle)
    expect(event).toMatchObject({
      type: 'id-changed',
      sessionId: id,
      handle,
      local: true,
      ...before,
    })
    await log.settled()
    expect(log.namesOf(before.previousHandle)).toEqual(['created'])
    expect(log.namesOf(handle)).toEqual(['id-changed'])
  })

  withEvents('a login tells who it was, with all that is stored', async () => {
    const repository = await openEventful()
    const log = await EventLog.of(repository)
    const { id } = await storedSession(repository, { cart: ['tea'], guest: true })
    const session = await found(repository, id)
    session.changeSessionId()
    session.principalName = 'ada'
    session.removeAttribute('guest')
    await repository.save(session)
    const event = await log.event('id-changed', session.handle)
    expect(event.principalName).toBe('ada')
    expect(event.session && attributesOf(event.session)).toEqual(attributesOf(session))
    expect(() => event.session?.setAttribute('cart', [])).toThrow()
  })

  withEvents('an id that changed before the first save is no event of its own', async () => {
    const repository = await openEventful()
    const log = await EventLog.of(repository)
    const session = repository.createSession()
    session.changeSessionId()
    await repository.save(session)
    await log.settled()
    expect(log.namesOf(session.handle)).toEqual(['created'])
  })

  withEvents('what did not happen is not announced', async () => {
    const repository = await openEventful()
    const { id, handle } = await storedSession(repository)
    const log = await EventLog.of(repository)
    const stale = await found(repository, id)
    await (await open()).deleteById(id)
    stale.changeSessionId()
    await expectGone(repository.save(stale))
    await repository.deleteById(repository.createSession().id)
    await log.settled()
    expect(log.namesOf(stale.handle)).toEqual([])
    expect(log.namesOf(handle).filter((name) => name === 'id-changed')).toEqual([])
  })

  testNeeding(
    ['events', 'cleanup'],
    'an expired session is announced once, as expired and as destroyed',
    async () => {
      const repository = await openEventful()
      const cleaning = await openCleaning()
      const log = await EventLog.of(repository)
      const { id, handle } = await storedSession(repository)
      await raw.age(id, EXPIRED)
      await repository.cleanUpExpiredSessions?.()
      await cleaning.cleanUpExpiredSessions()
      expect(await log.event('expired', handle)).toMatchObject({ type: 'expired', sessionId: id })
      expect((await log.event('destroyed', handle)).type).toBe('expired')
      await log.settled()
      expect(log.namesOf(handle)).toEqual(['created', 'expired', 'destroyed'])
    },
  )

  testNeeding(
    ['events', 'cleanup'],
    'a session that a read found expired is announced once too',
    async () => {
      const repository = await openEventful()
      const log = await EventLog.of(repository)
      const { id, handle } = await storedSession(repository)
      await raw.age(id, EXPIRED)
      expect(await repository.findById(id, { touch: true })).toBeUndefined()
      await repository.cleanUpExpiredSessions?.()
      await log.event('expired', handle)
      await log.settled()
      expect(log.namesOf(handle)).toEqual(['created', 'expired', 'destroyed'])
    },
  )

  testNeeding(
    ['events', 'cleanup', 'last-state'],
    'an expired session comes with its last state',
    async () => {
      const repository = await openEventful()
      const log = await EventLog.of(repository)
      const { id, handle } = await storedSession(repository, { cart: ['tea'] })
      await raw.age(id, EXPIRED)
      await repository.cleanUpExpiredSessions?.()
      const { session } = await log.event('expired', handle)
      expect(session && attributesOf(session)).toEqual({ cart: ['tea'] })
    },
  )

  withEvents(
    'a listener that fails disturbs neither the operation nor other listeners',
    async () => {
      const onListenerError = vi.fn()
      const repository = await openEventful({ onListenerError })
      const [thrown, rejected] = [new Error('thrown'), new Error('rejected')]
      repository.on('created', () => {
        throw thrown
      })
      repository.on('created', async () => {
        throw rejected
      })
      const log = await EventLog.of(repository)
      const { id, handle } = await storedSession(repository)
      await log.event('created', handle)
      await found(repository, id)
      await vi.waitFor(() => expect(onListenerError).toHaveBeenCalledTimes(2))
      expect(onListenerError.mock.calls).toEqual([
        [thrown, 'created'],
        [rejected, 'created'],
      ])
    },
  )

  withEvents('a slow listener does not hold the operation up', async () => {
    const repository = await openEventful()
    repository.on('created', () => new Promise(() => {}))
    await storedSession(repository)
  })

  withEvents(
    'a listener hears nothing more once it is undone or its signal is aborted',
    async () => {
      const repository = await openEventful()
      const [undone, aborted, stays] = [vi.fn(), vi.fn(), vi.fn()]
      const controller = new AbortController()
      const off = repository.on('created', undone)
      repository.on('created', aborted, { signal: controller.signal })
      repository.on('created', stays)
      repository.on('created', aborted, { signal: AbortSignal.abort() })
      await storedSession(repository)
      await vi.waitFor(() => expect(stays).toHaveBeenCalledTimes(1))
      off()
      off()
      controller.abort()
      await storedSession(repository)
      await vi.waitFor(() => expect(stays).toHaveBeenCalledTimes(2))
      expect(undone).toHaveBeenCalledTimes(1)
      expect(aborted).toHaveBeenCalledTimes(1)
    },
  )

  withEvents(
    'refuses an event that does not exist, and a listener that is no function',
    async () => {
      const repository = await openEventful()
      const refused = expect.objectContaining({ code: 'INVALID_OPTION' })
      expect(() => repository.on('removed' as 'deleted', () => {})).toThrow(refused)
      expect(() => repository.on('deleted', undefined as never)).toThrow(refused)
    },
  )
}
