import { expect, test } from 'vitest'
import type { RepositoryContract } from '../repository-contract.ts'
import { attributesOf, found, storedSession } from '../stored-session.ts'

export function describeDeadlines({ open, raw, harness }: RepositoryContract): void {
  const hanging = (
    name: string,
    run: (hang: () => Promise<() => unknown>) => Promise<void>,
  ): void => {
    const { hang } = harness
    if (hang === undefined) {
      test(name, ({ skip }) => skip('the harness has no hang(): deadlines are not tried'))
    } else test(name, () => run(async () => hang.call(harness)))
  }

  hanging(
    'a read that the store does not answer ends as an error, not as a missing session',
    async (hang) => {
      const repository = await open({ storeTimeout: '100ms' })
      const { id } = await storedSession(repository)
      const release = await hang()
      const read = repository.findById(id)
      await expect(read).rejects.toMatchObject({
        code: 'STORE_TIMEOUT',
        outcome: 'not-applied',
        retryable: true,
        status: 503,
      })
      await release()
      await found(repository, id)
    },
  )

  hanging(
    'a write that the store does not answer has an unknown outcome, and can be repeated',
    async (hang) => {
      const repository = await open({ storeTimeout: '100ms' })
      const session = await storedSession(repository, {})
      session.setAttribute('a', 1)
      const before = session.id
      session.changeSessionId()
      const release = await hang()
      await expect(repository.save(session)).rejects.toMatchObject({
        code: 'STORE_TIMEOUT',
        outcome: 'unknown',
      })
      await release()
      await repository.save(session)
      expect(attributesOf(await found(repository, session.id))).toEqual({ a: 1 })
      expect(await raw.keys()).toEqual([session.id])
      expect(await repository.findById(before)).toBeUndefined()
    },
  )

  hanging(
    'a first save that the store does not answer can be repeated, and is stored once',
    async (hang) => {
      const repository = await open({ storeTimeout: '100ms' })
      await storedSession(repository).then(({ id }) => repository.deleteById(id))
      const session = repository.createSession()
      session.setAttribute('a', 1)
      const release = await hang()
      await expect(repository.save(session)).rejects.toMatchObject({ outcome: 'unknown' })
      await release()
      session.setAttribute('b', 2)
      await repository.save(session)
      expect(attributesOf(await found(repository, session.id))).toEqual({ a: 1, b: 2 })
      expect(await raw.keys()).toEqual([session.id])
    },
  )

  hanging('a signal ends a call that hangs', async (hang) => {
    const repository = await open({ storeTimeout: '20s' })
    const { id } = await storedSession(repository)
    const release = await hang()
    const controller = new AbortController()
    const read = repository.findById(id, { signal: controller.signal })
    controller.abort()
    await expect(read).rejects.toMatchObject({ code: 'CALL_ABORTED' })
    await release()
    await found(repository, id)
  })

  test('a signal that is aborted already sends nothing', async () => {
    const repository = await open()
    const { id } = await storedSession(repository)
    const before = await raw.dump()
    const signal = AbortSignal.abort()
    const refused = { code: 'CALL_ABORTED', outcome: 'not-applied' }
    await expect(repository.deleteById(id, { signal })).rejects.toMatchObject(refused)
    await expect(repository.findById(id, { signal })).rejects.toMatchObject(refused)
    expect(await raw.dump()).toBe(before)
  })
}
