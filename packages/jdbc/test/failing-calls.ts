import { inspect } from 'node:util'
import type { Session } from '@session/core'
import { expect, vi } from 'vitest'
import type { Attributes, Repository } from './own-nodes.ts'

/** Stands in attributes and principals, and must stand in no error. */
export const CANARY = 'canary-value-4711'

export interface Refusal {
  readonly code: string
  readonly outcome: string
  readonly driverCode?: string
}

/** How a call failed: by the deadline, and with nothing of ids and values in its error. */
export async function refusalOf(
  call: Promise<unknown>,
  ids: readonly string[] = [],
): Promise<Refusal> {
  const before = performance.now()
  const error = await call.then(
    () => {
      throw new Error('The call succeeded.')
    },
    (thrown: unknown) => thrown,
  )
  expect(performance.now() - before, 'by the deadline').toBeLessThan(2500)
  const printed = [
    inspect(error, { depth: 20, showHidden: true }),
    JSON.stringify(error),
    String((error as Error).stack),
  ].join('\n')
  for (const secret of [CANARY, ...ids]) expect(printed).not.toContain(secret)
  const { code, outcome, driverCode } = error as Refusal
  return { code, outcome, ...(driverCode === undefined ? {} : { driverCode }) }
}

export function newSession(repository: Repository): Session<Attributes> {
  const session = repository.createSession()
  session.setAttribute('card', CANARY)
  session.principalName = CANARY
  return session
}

export async function stored(repository: Repository): Promise<Session<Attributes>> {
  const session = newSession(repository)
  await repository.save(session)
  return session
}

/** Everything that a repository does works, without a restart of anything. */
export async function expectWell(repository: Repository): Promise<void> {
  await vi.waitFor(async () => {
    const session = await stored(repository)
    expect((await repository.findById(session.id, { touch: true }))?.id).toBe(session.id)
    expect((await repository.findByPrincipalName(CANARY)).has(session.id)).toBe(true)
    session.changeSessionId()
    await repository.save(session)
    await repository.deleteById(session.id)
    expect(await repository.findById(session.id)).toBeUndefined()
    await repository.cleanUpExpiredSessions()
  }, 15_000)
}
