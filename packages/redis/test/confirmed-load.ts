import { SessionError } from '@session/core'
import { expect, vi } from 'vitest'
import type { Repository } from './own-redis.ts'
import { stored } from './watched-node.ts'

/** Deletions and id changes by a repository that waits for replicas, until they are stopped. */
export interface ConfirmedLoad {
  /** Resolves once enough was confirmed to be worth a failure. */
  started(): Promise<void>
  stop(): Promise<void>
  /** Looks for all that was confirmed, and at what the rest was told. */
  expectKept(by: Repository): Promise<void>
}

export function confirmedLoad(repository: Repository): ConfirmedLoad {
  const deleted: string[] = []
  const moved: { readonly from: string; readonly to: string }[] = []
  const errors: unknown[] = []
  let isOn = true
  const busy = async (): Promise<void> => {
    while (isOn) {
      try {
        const [one, two] = [await stored(repository), await stored(repository)]
        await repository.deleteById(one.id)
        deleted.push(one.id)
        const from = two.id
        two.changeSessionId()
        await repository.save(two)
        moved.push({ from, to: two.id })
      } catch (error) {
        errors.push(error)
      }
    }
  }
  const running = [busy(), busy(), busy()]
  return {
    started: () => vi.waitFor(() => expect(deleted.length).toBeGreaterThan(50), 10_000),
    stop: async () => {
      isOn = false
      await Promise.all(running)
    },
    expectKept: async (by) => {
      expect(errors.length).toBeGreaterThan(0)
      for (const error of errors) expect(SessionError.isInstance(error), String(error)).toBe(true)
      for (const id of deleted) expect(await by.findById(id)).toBeUndefined()
      for (const { from, to } of moved) {
        expect(await by.findById(from)).toBeUndefined()
        expect((await by.findById(to))?.getAttribute('name')).toBe('Ada')
      }
    },
  }
}

/** All of a session's life succeeds, after a while. */
export async function expectWell(repository: Repository): Promise<void> {
  await vi.waitFor(async () => {
    for (let i = 0; i < 10; i++) {
      const session = await stored(repository, 'well')
      expect((await repository.findById(session.id, { touch: true }))?.id).toBe(session.id)
      session.changeSessionId()
      await repository.save(session)
      expect((await repository.findByPrincipalName('well')).has(session.id)).toBe(true)
      await repository.deleteById(session.id)
      expect(await repository.findById(session.id)).toBeUndefined()
    }
  }, 40_000)
}
