import { type Session, SessionError } from '@session/core'
import { IndexedSessionRepository } from '@session/core/store'
import { describe, expect, test } from 'vitest'
import { PlainObjectStore } from '../../contract/plain-object-store.ts'
import { type Fault, FaultyStore, faults } from './faulty-store.ts'

type Attributes = Record<string, unknown>
type Repository = IndexedSessionRepository<Attributes>

/** One life of a session. Each step is saved, and saved again until the store has acknowledged it. */
interface Scenario {
  readonly name: string
  readonly steps: readonly ((session: Session<Attributes>) => unknown)[]
  /** Done when the first attempt of a save failed, before it is made again. */
  readonly beforeRetry?: (session: Session<Attributes>) => unknown
  readonly principal?: string
}

const scenarios: readonly Scenario[] = [
  { name: 'nothing but a session', steps: [() => {}] },
  {
    name: 'a session that logs in at once',
    steps: [(s) => (s.principalName = 'ada')],
    principal: 'ada',
  },
  {
    name: 'attributes set, replaced and removed',
    steps: [
      (s) => Object.assign(s.attributes, { a: 1, b: 1, c: { d: [1] } }),
      (s) => s.setAttribute('a', 2),
      (s) => s.removeAttribute('b'),
      (s) => (s.getAttribute('c') as { d: number[] }).d.push(2),
    ],
  },
  {
    name: 'a login on a session that was stored',
    steps: [
      (s) => s.setAttribute('cart', ['tea']),
      (s) => {
        s.changeSessionId()
        s.principalName = 'ada'
      },
      (s) => s.setAttribute('after', true),
    ],
    principal: 'ada',
  },
  {
    name: 'two new ids and two principals',
    steps: [
      (s) => (s.principalName = 'ada'),
      (s) => s.changeSessionId(),
      (s) => {
        s.changeSessionId()
        s.principalName = 'bob'
      },
    ],
    principal: 'bob',
  },
  {
    name: 'a logout that keeps the session',
    steps: [
      (s) => (s.principalName = 'ada'),
      (s) => {
        s.principalName = undefined
        s.changeSessionId()
      },
    ],
  },
  {
    name: 'another new id before the save is made again',
    steps: [
      (s) => s.setAttribute('a', 1),
      (s) => s.changeSessionId(),
      (s) => s.setAttribute('b', 1),
    ],
    beforeRetry: (s) => s.changeSessionId(),
  },
  {
    name: 'what was sent taken back before the save is made again',
    steps: [
      (s) => Object.assign(s.attributes, { list: [1], kept: true }),
      (s) => (s.getAttribute('list') as number[]).push(2),
    ],
    beforeRetry: (s) => {
      s.setAttribute('extra', 1)
      s.removeAttribute('extra')
      const list = s.getAttribute('list') as number[] | undefined
      if (list?.length === 2) list.pop()
    },
  },
]

/** Runs the scenario with one call of the store going wrong; how many calls it made. */
async function live(scenario: Scenario, failing?: { call: number; fault: Fault }): Promise<number> {
  const backend = new PlainObjectStore()
  const store = new FaultyStore(backend)
  const repository = new IndexedSessionRepository<Attributes>(store, { storeTimeout: '5ms' })
  if (failing) store.failAt(failing.call, failing.fault)
  const session = repository.createSession()
  const dead = new Set<string>()
  for (const step of scenario.steps) {
    dead.add(session.id)
    step(session)
    await saveUntilAcknowledged(repository, session, scenario, dead)
  }
  dead.delete(session.id)
  const { calls } = store

  const healthy = new IndexedSessionRepository<Attributes>(backend)
  const found = await healthy.findById(session.id)
  expect({ ...found?.attributes }, 'what was acknowledged is stored').toEqual({
    ...session.attributes,
  })
  expect(Object.keys(backend.sessions), 'one live id').toEqual([session.id])
  for (const id of dead) expect(await healthy.findById(id)).toBeUndefined()
  for (const name of ['ada', 'bob']) {
    const ids = [...(await healthy.findByPrincipalName(name)).keys()]
    expect(ids).toEqual(name === scenario.principal ? [session.id] : [])
  }
  await repository.deleteById(session.id)
  expect(Object.keys(backend.sessions)).toEqual([])
  return calls
}

async function saveUntilAcknowledged(
  repository: Repository,
  session: Session<Attributes>,
  scenario: Scenario,
  ids: Set<string>,
): Promise<void> {
  try {
    await repository.save(session)
  } catch (error) {
    expect(SessionError.isInstance(error) && error.retryable, String(error)).toBe(true)
    ids.add(session.id)
    scenario.beforeRetry?.(session)
    await repository.save(session)
  }
}

describe('whatever call of the store goes wrong, and however', () => {
  test.each(scenarios)('$name ends as if nothing had', async (scenario) => {
    const calls = await live(scenario)
    for (let call = 1; call <= calls; call++) {
      for (const fault of faults) {
        await live(scenario, { call, fault }).catch((error: Error) => {
          error.message = `Call ${call}, ${fault}: ${error.message}`
          throw error
        })
      }
    }
  })
})
