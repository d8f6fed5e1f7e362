import type { Database } from '../databases/database.ts'
import type { HowToMeasure } from '../questions/question.ts'
import { pinThisProcess, SERVER_CORE } from '../server/cores.ts'
import type {
  Operation,
  ScaledMeasurement,
  ScaledSizes,
  ScaledSubject,
  Scaling,
} from './scaled-store.ts'

/** Asks every subject everything, at every size. */
export async function measureAtScale(
  { subjects, database: start }: Scaling,
  sizes: ScaledSizes,
  { pin, progress }: HowToMeasure,
): Promise<ScaledMeasurement[]> {
  const measurements: ScaledMeasurement[] = []
  for (const sessions of sizes.sessions) {
    for (const subject of subjects) {
      progress?.(`${subject.name} with ${sessions} sessions`)
      const database = await start()
      // The database stays on the core of the load, where it was started.
      if (pin) pinThisProcess(SERVER_CORE)
      try {
        measurements.push(...(await measureStore(subject, database, sessions, sizes.due)))
      } finally {
        await database.stop()
      }
    }
  }
  return measurements
}

async function measureStore(
  subject: ScaledSubject,
  database: Database,
  sessions: number,
  due: number,
): Promise<ScaledMeasurement[]> {
  const store = await subject.open(database, due)
  try {
    await store.fill(sessions)
    const measurements: ScaledMeasurement[] = []
    for (const operation of store.operations) {
      const figures = await measureOperation(operation, database)
      measurements.push({ subject: subject.name, operation: operation.name, sessions, ...figures })
    }
    return measurements
  } finally {
    await store.close()
  }
}

async function measureOperation(
  { name, repetitions, prepare, run, expected }: Operation,
  database: Database,
): Promise<{ duration: number[]; databaseCpu: number[] }> {
  const duration: number[] = []
  const databaseCpu: number[] = []
  for (let i = 0; i < repetitions; i++) {
    await prepare?.()
    const cpu = await database.cpuTime()
    const start = performance.now()
    const count = await run()
    duration.push(performance.now() - start)
    databaseCpu.push((await database.cpuTime()) - cpu)
    if (count !== expected) throw new Error(`${name} gave ${count} instead of ${expected}.`)
  }
  // The first half is there to warm up.
  const first = repetitions >> 1
  return { duration: duration.slice(first), databaseCpu: databaseCpu.slice(first) }
}
