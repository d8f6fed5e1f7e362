import { afterAll, expect, test } from 'vitest'
import { counter, failures, guarded, log, sessions } from './events.ts'

afterAll(() => Promise.all([sessions.close(), guarded.close()]))

test('listeners hear of what happens until their subscription ends', async () => {
  const session = sessions.createSession()
  await sessions.save(session)
  const before = session.handle
  session.changeSessionId()
  await sessions.save(session)
  expect(log).toEqual([`created ${before}`, `${before} is now ${session.handle}`])
  expect(counter.live).toBe(1)

  await sessions.deleteById(session.id)
  expect(counter.live).toBe(0)
  expect(log).toHaveLength(2) // `off()` has ended the subscription to 'destroyed'
})

test('a failing listener is reported and disturbs nothing', async () => {
  guarded.on('created', () => {
    throw new Error('no mail server')
  })
  await guarded.save(guarded.createSession())
  expect(failures).toEqual(['created: Error: no mail server'])
})
