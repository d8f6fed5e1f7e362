import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { describe, expect, test, vi } from 'vitest'
import { SessionEventPublisher } from '../../../src/events/session-event-publisher.ts'
import { StoredSessionEvent } from '../../../src/events/stored-session-event.ts'

type Attributes = Record<string, unknown>
type Event = Parameters<SessionEventPublisher<Attributes>['publish']>[0]

const eventOf = (type: 'created' | 'deleted' | 'expired', session = vi.fn()): Event =>
  new StoredSessionEvent<Attributes>({
    type,
    sessionId: 'a-secret',
    handle: 'a-handle',
    previous: undefined,
    local: true,
    session,
  }) as Event

describe('a publisher', () => {
  test('reads nothing of an event for nobody', () => {
    const publisher = new SessionEventPublisher<Attributes>(() => {})
    const session = vi.fn()
    expect(publisher.isHeard).toBe(false)
    publisher.publish(eventOf('created', session))
    expect(session).not.toHaveBeenCalled()
  })

  test('gives the end of a session to those of its kind first, then to those of any end', () => {
    const publisher = new SessionEventPublisher<Attributes>(() => {})
    const heard: string[] = []
    publisher.on('destroyed', ({ type }) => heard.push(`destroyed, ${type}`))
    publisher.on('expired', () => heard.push('expired'))
    publisher.on('deleted', () => heard.push('deleted'))
    publisher.publish(eventOf('expired'))
    expect(heard).toEqual(['expired', 'destroyed, expired'])
  })

  test('calls a listener as often as it was subscribed, and each undoing undoes one', () => {
    const publisher = new SessionEventPublisher<Attributes>(() => {})
    const listener = vi.fn()
    const off = publisher.on('created', listener)
    publisher.on('created', listener)
    publisher.publish(eventOf('created'))
    expect(listener).toHaveBeenCalledTimes(2)
    off()
    off()
    publisher.publish(eventOf('created'))
    expect(listener).toHaveBeenCalledTimes(3)
  })

  test('lets a listener end its own subscription while it listens', () => {
    const publisher = new SessionEventPublisher<Attributes>(() => {})
    const second = vi.fn()
    const off: () => void = publisher.on('created', () => off())
    publisher.on('created', second)
    publisher.publish(eventOf('created'))
    publisher.publish(eventOf('created'))
    expect(second).toHaveBeenCalledTimes(2)
  })

  test('survives a listener that fails and a reporter that fails too', async () => {
    const publisher = new SessionEventPublisher<Attributes>(() => {
      throw new Error('the reporter')
    })
    const last = vi.fn()
    publisher.on('created', () => Promise.reject(new Error('rejected')))
    publisher.on('created', () => {
      throw new Error('thrown')
    })
    publisher.on('created', last)
    publisher.publish(eventOf('created'))
    expect(last).toHaveBeenCalledTimes(1)
  })

  test('reports through the diagnostics channel, without the id', () => {
    const messages: unknown[] = []
    const listener = (message: unknown): void => void messages.push(message)
    subscribe('@session/core:session-event', listener)
    const publisher = new SessionEventPublisher<Attributes>(() => {})
    expect(publisher.isHeard).toBe(true)
    publisher.publish(eventOf('deleted'))
    unsubscribe('@session/core:session-event', listener)
    expect(messages).toEqual([{ type: 'deleted', handle: 'a-handle', local: true }])
  })
})

describe('an event', () => {
  test('loads its session once, and only when it is asked for', () => {
    const session = vi.fn(() => ({ principalName: 'ada' }))
    const event = eventOf('deleted', session)
    expect(session).not.toHaveBeenCalled()
    expect(event.principalName).toBe('ada')
    expect(event.session).toBe(event.session)
    expect(session).toHaveBeenCalledTimes(1)
  })
})
