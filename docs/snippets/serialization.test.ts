import { afterAll, expect, test } from 'vitest'
import { refused, session, sessions, strict } from './serialization.ts'

afterAll(() => Promise.all([sessions.close(), strict.close()]))

test('what JSON lacks comes back as it was', async () => {
  await sessions.save(session)
  const loaded = await sessions.findById(session.id)
  expect({ ...loaded?.attributes }).toEqual({ ...session.attributes })
  expect(loaded?.attributes.basket).toBeInstanceOf(Map)
})

test('a function is refused where it is set, with the name of the attribute', () => {
  expect(refused()).toBe('callback')
  expect('callback' in session.attributes).toBe(false)
})

test('limits hold for one attribute', () => {
  expect(() => {
    strict.createSession().attributes.essay = 'x'.repeat(5000)
  }).toThrow(/essay/)
})
