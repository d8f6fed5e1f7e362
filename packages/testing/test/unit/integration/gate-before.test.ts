import { inspect } from 'node:util'
import { MapSessionRepository, type SessionRepository } from '@session/core'
import { describe, expect, test } from 'vitest'
import { gateBefore } from '../../../src/integration/gate-before.ts'
import { driverSecret } from '../../../src/integration/store-gate.ts'
import type { AnyAttributes } from '../../../src/repository/tested-repository.ts'

type Repository = SessionRepository<AnyAttributes>

const overStore = (): Repository =>
  new MapSessionRepository<AnyAttributes>(new Map(), { cleanupInterval: false })

/** Somebody else's, which shows no store. */
function ofFourMethods(): Repository {
  const inner = overStore()
  return {
    createSession: () => inner.createSession(),
    save: (session) => inner.save(session),
    findById: (id) => inner.findById(id),
    deleteById: (id) => inner.deleteById(id),
  }
}

describe.each([
  ['a repository over a store', overStore],
  ['a repository of four methods', ofFourMethods],
])('before %s', (_what, create) => {
  test('counts each call by its kind', async () => {
    const repository = create()
    const gate = gateBefore(repository)
    const { id } = await storedIn(repository)
    const session = await repository.findById(id)
    session?.setAttribute('name', 'Grace')
    await repository.save(session!)
    await repository.deleteById(id)
    expect(gate.calls).toEqual(['insert', 'find', 'update', 'remove'])
    gate.forgetCalls()
    expect(gate.calls).toEqual([])
  })

  test('a call that fails is an outage that names nothing of the driver', async () => {
    const repository = create()
    const gate = gateBefore(repository)
    const { id } = await storedIn(repository)
    gate.fail('find')
    const outage = await repository.findById(id).catch((error: unknown) => error)
    expect(outage).toMatchObject({ code: 'STORE_UNAVAILABLE', driverCode: 'ECONNREFUSED' })
    expect(inspect(outage, { showHidden: true, depth: 9 })).not.toContain(driverSecret)
    gate.heal()
    expect((await repository.findById(id))?.id).toBe(id)
  })

  test('what a failed save carried is stored by the next one', async () => {
    const repository = create()
    const gate = gateBefore(repository)
    const session = await storedIn(repository)
    session.setAttribute('name', 'Grace')
    gate.fail('update')
    await expect(repository.save(session)).rejects.toThrow()
    gate.heal()
    expect((await repository.findById(session.id))?.getAttribute('name')).toBe('Ada')
    await repository.save(session)
    expect((await repository.findById(session.id))?.getAttribute('name')).toBe('Grace')
  })

  test('a call that is held reaches the store when it is released, and the next one at once', async () => {
    const repository = create()
    const gate = gateBefore(repository)
    const { id } = await storedIn(repository)
    const held = gate.hold('remove')
    const removed = repository.deleteById(id)
    await held.reached
    expect((await repository.findById(id))?.id).toBe(id)
    held.release()
    await removed
    expect(await repository.findById(id)).toBeUndefined()
    await repository.deleteById(id)
  })
})

async function storedIn(repository: Repository): Promise<ReturnType<Repository['createSession']>> {
  const session = repository.createSession()
  session.setAttribute('name', 'Ada')
  await repository.save(session)
  return session
}
