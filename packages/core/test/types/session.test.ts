import type { SessionDestroyedEvent, SessionRepository } from '@session/core'
import { MapSessionRepository } from '@session/core'
import type { HttpSession, RequestSession, SessionOptions } from '@session/core/http'
import type { IndexedSessionRepository, StoredSessionRepository } from '@session/core/store'
import { describe, expectTypeOf, test } from 'vitest'

interface Attributes {
  theme: 'light' | 'dark'
  cart: string[]
}

const typed = new MapSessionRepository<Attributes>()
const open = new MapSessionRepository()

describe('attributes declared by a generic', () => {
  const session = typed.createSession()

  test('have their types, and may be missing', () => {
    expectTypeOf(session.attributes.theme).toEqualTypeOf<'light' | 'dark' | undefined>()
    expectTypeOf(session.getAttribute('cart')).toEqualTypeOf<string[] | undefined>()
    expectTypeOf(session.getRequiredAttribute<'cart'>).returns.toEqualTypeOf<string[]>()
    expectTypeOf(session.attributeNames).toEqualTypeOf<readonly ('theme' | 'cart')[]>()
  })

  test('accept nothing else', () => {
    // @ts-expect-error 'blue' is no theme
    session.attributes.theme = 'blue'
    // @ts-expect-error there is no attribute of that name
    session.setAttribute('them', 'dark')
    // @ts-expect-error a cart holds strings
    session.attributes.cart = [1]
  })

  test('allow the idioms of objects', () => {
    session.attributes.cart ??= []
    session.attributes.cart.push('book')
    delete session.attributes.theme
    session.setAttribute('theme', undefined)
  })
})

describe('undeclared attributes', () => {
  test('have any name and an unknown value', () => {
    const session = open.createSession()
    expectTypeOf(session.attributes.anything).toEqualTypeOf<unknown>()
    session.attributes.anything = new Date()
    session.setAttribute('x', { y: 1 })
  })
})

describe('options', () => {
  test('refuse a duration without a unit', () => {
    // @ts-expect-error Express counts milliseconds, Spring seconds
    expectTypeOf(() => new MapSessionRepository(new Map(), { maxInactiveInterval: 1800 }))
    expectTypeOf(() => new MapSessionRepository(new Map(), { maxInactiveInterval: '30m' }))
    expectTypeOf(() => new MapSessionRepository(new Map(), { absoluteTimeout: 'never' }))
  })

  test('take a cookie or an id resolver, not both', () => {
    expectTypeOf<{ repository: typeof open; cookie: { name: 'ID' } }>().toExtend<SessionOptions>()
    type Resolver = NonNullable<SessionOptions['idResolver']>
    expectTypeOf<{
      repository: typeof open
      cookie: { name: 'ID' }
      idResolver: Resolver
    }>().not.toExtend<SessionOptions>()
  })
})

describe('a session', () => {
  test('reads its interval in seconds and takes a duration', () => {
    const session = open.createSession()
    expectTypeOf(session.maxInactiveInterval).toEqualTypeOf<number>()
    session.maxInactiveInterval = '30m'
    session.maxInactiveInterval = 'never'
    session.maxInactiveInterval = -1
  })

  test('is always there unless a request says not to create one', () => {
    const request = {} as RequestSession<Attributes>
    expectTypeOf(() => request.getSession()).returns.resolves.toEqualTypeOf<
      HttpSession<Attributes>
    >()
    expectTypeOf(() => request.getSession({ create: false })).returns.resolves.toEqualTypeOf<
      HttpSession<Attributes> | undefined
    >()
  })
})

describe('repositories', () => {
  test('are told apart by what they can', () => {
    expectTypeOf(typed).toExtend<SessionRepository<Attributes>>()
    expectTypeOf<IndexedSessionRepository>().toHaveProperty('findByPrincipalName')
    // Events of a repository that has none are a compile error, not a silence.
    expectTypeOf<StoredSessionRepository>().not.toHaveProperty('on')
  })

  test('tell a listener which events it hears', () => {
    typed.on('destroyed', (event) => {
      expectTypeOf(event).toEqualTypeOf<SessionDestroyedEvent<Attributes>>()
      expectTypeOf(event.type).toEqualTypeOf<'deleted' | 'expired'>()
    })
    typed.on('id-changed', (event) => {
      expectTypeOf(event.previousHandle).toEqualTypeOf<string>()
    })
    // @ts-expect-error there is no such event
    expectTypeOf(() => typed.on('renamed', () => undefined))
  })
})
