// #region outage
import { WatchedRepository } from '@session/testing'
import { expect, test } from 'vitest'
import { createShop } from './shop.ts'

test('when the store is down nobody counts as a stranger', async () => {
  const sessions = new WatchedRepository()
  const shop = createShop(sessions)
  sessions.fail('find') // from here on, until heal()

  const headers = { cookie: `SESSION=${btoa('a'.repeat(36))}` }
  const response = await shop(new Request('http://localhost/', { headers }))
  expect(response.status).toBe(503)
  expect(response.headers.get('retry-after')).toBe('1')
})
// #endregion outage
