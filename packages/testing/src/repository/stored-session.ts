import type { CallOptions } from '@session/core'
import { expect } from 'vitest'
import type { RawSession, RawStore } from './raw-store.ts'
import type { AnyAttributes, TestedRepository, TestedSession } from './tested-repository.ts'

/** A new session with these attributes, stored. */
export async function storedSession(
  repository: TestedRepository,
  attributes: AnyAttributes = { name: 'Ada' },
): Promise<TestedSession> {
  const session = repository.createSession()
  for (const [name, value] of Object.entries(attributes)) session.setAttribute(name, value)
  await repository.save(session)
  return session
}

/** The session, which must be there. */
export async function found(
  repository: TestedRepository,
  id: string,
  options?: CallOptions & { touch?: boolean },
): Promise<TestedSession> {
  const session = await repository.findById(id, options)
  expect(
    session,
    'A session that was saved, and neither ended nor expired, must be found.',
  ).toBeDefined()
  return session as TestedSession
}

/** The session in the backend, which must be there. */
export async function rawSession(raw: Pick<RawStore, 'read'>, key: string): Promise<RawSession> {
  const session = await raw.read(key)
  expect(
    session,
    'The backend must hold the session: is the harness looking in the right place?',
  ).toBeDefined()
  return session as RawSession
}

/** All attributes as values. */
export const attributesOf = (session: TestedSession): AnyAttributes =>
  Object.fromEntries(session.attributeNames.map((name) => [name, session.getAttribute(name)]))

/** Stored bytes as text, to be compared and shown. */
export const bytesOf = (session: RawSession): Record<string, string> =>
  Object.fromEntries(
    [...session.attributes].map(([name, value]) => [name, Buffer.from(value).toString('latin1')]),
  )

/** The save must be refused because the session ended, and have stored nothing. */
export async function expectGone(save: Promise<void>): Promise<void> {
  const refused = save.then(
    () => 'the save resolved',
    (error: unknown) => error,
  )
  expect(
    await refused,
    'A save of a session that ended must reject with SessionGoneError: update() answers "gone" and creates nothing.',
  ).toMatchObject({ code: 'SESSION_GONE', outcome: 'not-applied' })
}
