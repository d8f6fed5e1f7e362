import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Comparison, RequestKind } from '../src/comparison/comparison.ts'
import { measure } from '../src/comparison/measure.ts'
import { SubjectUnderLoad } from '../src/comparison/subject-under-load.ts'
import type { Database } from '../src/databases/database.ts'
import { bundleSubjects } from '../src/server/bundle-subjects.ts'
import type { ExampleAttribute, SessionSize } from '../src/subjects/example-session.ts'
import { exampleAttribute } from '../src/subjects/example-session.ts'

/** A comparison is fair when every subject does what it is asked for: this asks them. */
export function describeComparison(comparison: Comparison): void {
  const entries = [...new Set(comparison.subjects.map(({ entry }) => entry))]
  const sizes: readonly SessionSize[] = ['small', 'large']
  let database: Database | undefined
  let files: Map<string, string>

  beforeAll(async () => {
    files = await bundleSubjects(comparison.name, entries)
    database = await comparison.database?.()
  })
  afterAll(() => database?.stop())

  describe.each(entries)('%s', (entry) => {
    let server: SubjectUnderLoad

    beforeAll(async () => {
      const file = files.get(entry) as string
      server = await SubjectUnderLoad.start(file, 2, { pin: false, database })
    })
    afterAll(() => server?.stop())

    const answer = async (kind: RequestKind): Promise<string> =>
      (await server.answer(kind)).toString()
    const body = async (kind: RequestKind): Promise<ExampleAttribute> =>
      JSON.parse((await answer(kind)).split('\r\n\r\n')[1] ?? '')

    test.each(sizes)('answers every kind of %s request alike', async (size) => {
      const unchanged = exampleAttribute(size)
      expect(await body({ request: 'untouched', size })).toEqual(unchanged)
      expect(await body({ request: 'anonymous', size })).toEqual(unchanged)
      expect(await body({ request: 'reading', size })).toEqual(unchanged)
      expect(await body({ request: 'login', size })).toEqual(unchanged)
      expect((await body({ request: 'writing', size })).text).toBe(unchanged.text)
    })

    test('measures a burst that every connection takes part in', async () => {
      const burst = await server.burst({ request: 'reading', size: 'small' }, 20)
      expect(burst.cpu).toBeGreaterThan(0)
      expect(burst.duration).toBeGreaterThanOrEqual(burst.medianLatency)
    })

    if (entry.startsWith('bare-')) return

    test.each(sizes)('keeps what was written into a %s session', async (size) => {
      for (let i = 0; i < 2; i++) {
        const before = await body({ request: 'reading', size })
        const written = await body({ request: 'writing', size })
        expect(written.revision).not.toBe(before.revision)
        expect(await body({ request: 'reading', size })).toEqual(written)
      }
    })

    test('gives a session that logs in another id, and lets it log in again', async () => {
      const login = { request: 'login', size: 'small' } as const
      const ids = new Set<string | undefined>()
      for (let i = 0; i < 3; i++) {
        ids.add(/^set-cookie: [^=]+=([^;]+)/im.exec(await answer(login))?.[1])
      }
      expect(ids.size).toBe(3)
      expect(ids).not.toContain(undefined)
    })

    test('calls its store when it uses a session, and not for an anonymous request', async () => {
      const calls = (request: RequestKind['request']): Promise<number> =>
        server.storeCalls({ request, size: 'small' })
      expect(await calls('anonymous')).toBe(0)
      expect(await calls('reading')).toBeGreaterThanOrEqual(1)
      expect(await calls('writing')).toBeGreaterThanOrEqual(2)
      expect(await calls('login')).toBeGreaterThanOrEqual(2)
    })
  })

  test('a run measures every subject with every kind of request', async () => {
    const effort = { warmUpRounds: 1, rounds: 2, requestsPerBurst: 4, connections: 2 }
    const measurements = await measure(comparison, { effort, pin: false })
    const { kinds, subjects } = comparison
    expect(measurements).toHaveLength(kinds.length * subjects.length)
    for (const { cpu, databaseCpu, requestsPerSecond, responseBytes } of measurements) {
      expect([cpu.length, databaseCpu.length, requestsPerSecond.length]).toEqual([2, 2, 2])
      expect(responseBytes).toBeGreaterThan(200)
    }
  })
}
