import fc from 'fast-check'
import { test } from 'vitest'
import type { RepositoryContract } from '../repository/repository-contract.ts'
import { LifeRun } from './life-run.ts'
import { lifeSteps } from './life-step.ts'

/** Lives at random, on two nodes and in a model that fits on a page: both must agree. */
export function describeRandomLives({ open, raw }: RepositoryContract): void {
  test('two nodes and a simple model agree on sessions that live at random', async () => {
    const nodes = [await open(), await open()]
    await fc.assert(
      fc.asyncProperty(lifeSteps, async (steps) => {
        await raw.clear()
        const run = new LifeRun(nodes, raw)
        for (const step of steps) await run.take(step)
        await run.compare()
      }),
      { numRuns: 40 },
    )
  }, 60_000)
}
