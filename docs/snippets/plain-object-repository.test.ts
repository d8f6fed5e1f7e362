import { expect, test } from 'vitest'
import { sessions } from './plain-object-repository.ts'

test('a repository over a store of your own works as any other', async () => {
  const session = sessions.createSession()
  await sessions.save(session)
  expect((await sessions.findById(session.id))?.maxInactiveInterval).toBe(1800)
  await sessions.close()
})
