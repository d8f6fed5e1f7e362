// #region clock
import { MapSessionRepository } from '@session/core'
import { fakeClock } from '@session/testing'
import { expect, test } from 'vitest'

test('a cart is gone after half an hour', async () => {
  const clock = fakeClock()
  const sessions = new MapSessionRepository(new Map(), { clock, maxInactiveInterval: '30m' })
  const session = sessions.createSession()
  session.attributes.cart = ['apple']
  await sessions.save(session)

  clock.advance('29m')
  expect(await sessions.findById(session.id)).toBeDefined()
  clock.advance('1m')
  expect(await sessions.findById(session.id)).toBeUndefined()
})
// #endregion clock
