import { expect, test } from 'vitest'
import { measureAtScale } from '../src/scale/measure-at-scale.ts'
import type { Scaling } from '../src/scale/scaled-store.ts'

/** What is written past a store must be sessions to it, or it is asked for something else. */
export function describeScaling(scaling: Scaling): void {
  test.each(scaling.subjects)('$name finds and ends as many as there are', async (subject) => {
    const sizes = { sessions: [100, 200], due: 150 }
    const how = { quick: true, pin: false }
    const measurements = await measureAtScale({ ...scaling, subjects: [subject] }, sizes, how)
    const measured = measurements.map(({ sessions }) => sessions)
    expect([...new Set(measured)]).toEqual(sizes.sessions)
    for (const { duration, databaseCpu } of measurements) {
      expect(duration.length).toBeGreaterThanOrEqual(1)
      expect(databaseCpu).toHaveLength(duration.length)
      expect(Math.min(...duration)).toBeGreaterThan(0)
    }
  })
}
