import { afterAll, expect, test } from 'vitest'
import { endTenant, passwordChanged, sessions } from './finding-sessions.ts'

afterAll(() => sessions.close())

const login = async (name: string, tenant: string): Promise<string> => {
  const session = sessions.createSession()
  session.principalName = name
  session.attributes.tenant = tenant
  await sessions.save(session)
  return session.id
}

test('sessions are found by an index of your own', async () => {
  await login('alice', 'north')
  await login('bob', 'north')
  const south = await login('carol', 'south')
  expect(await endTenant('north')).toBe(2)
  expect(await sessions.findById(south)).toBeDefined()
})

test('a new password ends all other sessions of the user', async () => {
  const here = await login('dora', 'south')
  const elsewhere = await login('dora', 'south')
  expect(await passwordChanged('dora', here)).toBe(1)
  expect(await sessions.findById(here)).toBeDefined()
  expect(await sessions.findById(elsewhere)).toBeUndefined()
})
