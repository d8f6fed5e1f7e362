import { afterAll, expect, test } from 'vitest'
import { keepFor, sessions } from './expiry.ts'

afterAll(() => sessions.close())

test('one session gets an interval of its own, within the absolute timeout', async () => {
  const session = sessions.createSession()
  await sessions.save(session)
  const minutesLeft = (end: Date | undefined) =>
    Math.round((Number(end) - session.creationTime.getTime()) / 60_000)

  expect(minutesLeft(session.expiresAt)).toBe(20)
  expect(minutesLeft(await keepFor(session.id, 2))).toBe(120)
  expect(minutesLeft(await keepFor(session.id, 24))).toBe(12 * 60)
})
