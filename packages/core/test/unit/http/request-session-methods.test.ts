import { MapSessionRepository } from '@session/core'
import { requestSessionMethods, SessionRepositoryFilter } from '@session/core/http'
import { expect, test } from 'vitest'
import { FakeExchange } from './cookie/fake-exchange.ts'

const methodsOver = (load: 'lazy' | 'eager' = 'lazy', repository = new MapSessionRepository()) =>
  requestSessionMethods<object, undefined, object>(
    new SessionRepositoryFilter({ repository, load }),
    { open: () => Object.assign(new FakeExchange(), { hold: () => undefined }) },
  )

test('a method of that name which somebody else put there gives way', () => {
  const request = { getSession: () => 'of somebody else' }
  void methodsOver().install(request, undefined)

  expect(request.getSession()).toBeInstanceOf(Promise)
})

test('only a filter that loads eagerly lets the handler wait', async () => {
  expect(methodsOver('lazy').install({}, undefined)).toBeUndefined()
  expect(await methodsOver('eager').install({}, undefined)).toBeUndefined()
  expect(methodsOver('eager').install({}, undefined)).toBeInstanceOf(Promise)
})

test('two repositories under one name are refused, one that is mounted twice is not', () => {
  const repository = new MapSessionRepository()
  const request = {}
  void methodsOver('lazy', repository).install(request, undefined)

  expect(() => methodsOver('lazy', repository).install(request, undefined)).not.toThrow()
  expect(() => methodsOver().install(request, undefined)).toThrow(/property/)
})
