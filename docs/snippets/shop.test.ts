// #region login
import { MapSessionRepository } from '@session/core'
import { expect, test } from 'vitest'
import { createShop } from './shop.ts'

test('a user who is logged in is greeted', async () => {
  const sessions = new MapSessionRepository()
  const shop = createShop(sessions)

  const session = sessions.createSession()
  session.principalName = 'alice'
  await sessions.save(session)

  const headers = { cookie: `SESSION=${btoa(session.id)}` } // in Base64
  const response = await shop(new Request('http://localhost/', { headers }))
  expect(await response.text()).toBe('Hello alice')
})
// #endregion login

test('a stranger is asked to log in', async () => {
  const response = await createShop(new MapSessionRepository())(new Request('http://localhost/'))
  expect(response.status).toBe(401)
})
