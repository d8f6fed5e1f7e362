import { bundleSubjects } from '../server/bundle-subjects.ts'
import type { SubjectProcessOptions } from '../server/subject-process.ts'
import type { Comparison, Effort, Measurement, RequestKind } from './comparison.ts'
import { rotated } from './rotated.ts'
import { SubjectUnderLoad } from './subject-under-load.ts'

export interface MeasureOptions extends SubjectProcessOptions {
  effort: Effort
  progress?: (line: string) => void
}

/** Measures all subjects in turns, so that whatever else the machine does hits all of them alike. */
export async function measure(
  comparison: Comparison,
  { effort, pin, progress }: MeasureOptions,
): Promise<Measurement[]> {
  const { subjects, kinds } = comparison
  const files = await bundleSubjects(
    comparison.name,
    subjects.map(({ entry }) => entry),
  )
  const database = await comparison.database?.()
  const running = new Map<string, SubjectUnderLoad>()
  try {
    for (const { name, entry } of subjects) {
      progress?.(`starting ${name}`)
      const file = files.get(entry) as string
      running.set(name, await SubjectUnderLoad.start(file, effort.connections, { pin, database }))
    }
    const series = new Map<string, Series>()
    const rounds = effort.warmUpRounds + effort.rounds
    for (let round = 0; round < rounds; round++) {
      progress?.(`round ${round + 1} of ${rounds}`)
      const figures = await measureRound(comparison, running, round, effort.requestsPerBurst)
      if (round < effort.warmUpRounds) continue
      for (const [key, figure] of figures) {
        const known = series.get(key) ?? emptySeries()
        for (const name of seriesNames) known[name].push(figure[name])
        series.set(key, known)
      }
    }
    const measurements: Measurement[] = []
    for (const kind of kinds) {
      for (const [subject, server] of running) {
        measurements.push({
          ...kind,
          subject,
          ...(series.get(keyOf(kind, subject)) ?? emptySeries()),
          requestBytes: server.request(kind).length,
          responseBytes: (await server.answer(kind)).length,
          storeCalls: await server.storeCalls(kind),
        })
      }
    }
    return measurements
  } finally {
    await Promise.all([...running.values()].map((server) => server.stop()))
    await database?.stop()
  }
}

const seriesNames = ['cpu', 'databaseCpu', 'medianLatency', 'requestsPerSecond'] as const
type Figure = Record<(typeof seriesNames)[number], number>
type Series = Record<(typeof seriesNames)[number], number[]>
const emptySeries = (): Series => ({
  cpu: [],
  databaseCpu: [],
  medianLatency: [],
  requestsPerSecond: [],
})

const keyOf = ({ request, size, alone }: RequestKind, subject: string): string =>
  `${request} ${size} ${alone ? 'alone' : 'together'} ${subject}`

/** Every subject with every case once; each round begins with another case and another subject. */
async function measureRound(
  { kinds, subjects }: Comparison,
  running: ReadonlyMap<string, SubjectUnderLoad>,
  round: number,
  count: number,
): Promise<Map<string, Figure>> {
  const figures = new Map<string, Figure>()
  for (const kind of rotated(kinds, round)) {
    for (const { name } of rotated(subjects, round)) {
      const server = running.get(name) as SubjectUnderLoad
      const { duration, ...figure } = await server.burst(kind, count)
      figures.set(keyOf(kind, name), { ...figure, requestsPerSecond: (count / duration) * 1000 })
    }
  }
  return figures
}
