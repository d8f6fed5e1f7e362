import type { AsyncMapValue } from '@session/core'
import { expect, test } from 'vitest'
import { sessionsIn } from './keyv.ts'

test('sessions live in an asynchronous map', async () => {
  const entries = new Map<string, AsyncMapValue>()
  const sessions = sessionsIn({
    get: async (key) => entries.get(key),
    set: async (key, value) => entries.set(key, value),
    delete: async (key) => entries.delete(key),
  })
  const session = sessions.createSession()
  session.principalName = 'alice'
  await sessions.save(session)
  expect([...(await sessions.findByPrincipalName('alice')).keys()]).toEqual([session.id])
})
