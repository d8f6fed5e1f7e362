import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RequestKind } from '../src/comparison/comparison.ts'
import { measure } from '../src/comparison/measure.ts'
import { SubjectUnderLoad } from '../src/comparison/subject-under-load.ts'
import { sessionCostOnExpress } from '../src/questions/session-cost-on-express.ts'
import { bundleSubjects } from '../src/server/bundle-subjects.ts'
import {
  type ExampleAttribute,
  exampleAttribute,
  exampleSession,
  type SessionSize,
} from '../src/subjects/example-session.ts'

const entries = [...new Set(sessionCostOnExpress.subjects.map(({ entry }) => entry))]
const withSessions = entries.filter((entry) => entry !== 'bare-express')
let files: Map<string, string>

beforeAll(async () => {
  files = await bundleSubjects(entries)
})

test.each([
  ['small', 10, 1_000],
  ['large', 100, 50_000],
] as const)('a %s session has %i attributes and about %i bytes', (size, count, bytes) => {
  const attributes = Object.values(exampleSession(size))
  expect(attributes).toHaveLength(count)
  expect(attributes.map((one) => JSON.stringify(one)).join('')).toHaveLength(bytes)
})

describe.each(entries)('%s', (entry) => {
  let server: SubjectUnderLoad

  beforeAll(async () => {
    server = await SubjectUnderLoad.start(files.get(entry) as string, 2, { pin: false })
  })
  afterAll(() => server?.stop())

  const body = async (kind: RequestKind): Promise<ExampleAttribute> =>
    JSON.parse((await server.answer(kind)).toString().split('\r\n\r\n')[1] ?? '')

  test.each(['small', 'large'] as const)('answers every kind of %s request alike', async (size) => {
    const unchanged = exampleAttribute(size)
    expect(await body({ request: 'untouched', size })).toEqual(unchanged)
    expect(await body({ request: 'anonymous', size })).toEqual(unchanged)
    expect(await body({ request: 'reading', size })).toEqual(unchanged)
    expect((await body({ request: 'writing', size })).text).toBe(unchanged.text)
  })

  test('measures a burst that every connection takes part in', async () => {
    const burst = await server.burst({ request: 'reading', size: 'small' }, 20)
    expect(burst.cpu).toBeGreaterThan(0)
    expect(burst.duration).toBeGreaterThanOrEqual(burst.medianLatency)
  })

  if (!withSessions.includes(entry)) return

  test.each(['small', 'large'] as const)(
    'keeps what was written into a %s session',
    async (size) => {
      await changesTheAttribute(size)
      await changesTheAttribute(size)
    },
  )

  test('calls its store when it uses a session, and not for an anonymous request', async () => {
    const anonymous = await server.storeCalls({ request: 'anonymous', size: 'small' })
    const reading = await server.storeCalls({ request: 'reading', size: 'small' })
    const writing = await server.storeCalls({ request: 'writing', size: 'small' })
    expect(anonymous).toBe(0)
    expect(reading).toBeGreaterThanOrEqual(1)
    expect(writing).toBe(2)
  })

  async function changesTheAttribute(size: SessionSize): Promise<void> {
    const before = await body({ request: 'reading', size })
    const written = await body({ request: 'writing', size })
    expect(written.revision).not.toBe(before.revision)
    expect(await body({ request: 'reading', size })).toEqual(written)
  }
})

test('a run measures every subject with every kind of request', async () => {
  const effort = { warmUpRounds: 1, rounds: 2, requestsPerBurst: 4, connections: 2 }
  const measurements = await measure(sessionCostOnExpress, { effort, pin: false })
  const { kinds, subjects } = sessionCostOnExpress
  expect(measurements).toHaveLength(kinds.length * subjects.length)
  for (const { cpu, requestsPerSecond, responseBytes } of measurements) {
    expect([cpu.length, requestsPerSecond.length]).toEqual([2, 2])
    expect(responseBytes).toBeGreaterThan(300)
  }
})
