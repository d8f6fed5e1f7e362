import type { Database } from '../databases/database.ts'
import type { HowToMeasure } from '../questions/question.ts'
import { LOAD_CORE, pinThisProcess, SERVER_CORE } from '../server/cores.ts'
import type {
  Operation,
  ScaledMeasurement,
  ScaledSizes,
  ScaledStore,
  ScaledSubject,
  Scaling,
} from './scaled-store.ts'

/** How many sessions there are before it counts: code that is new to the process is slow. */
const WARM_UP = 1_000

/** Asks every subject everything, at every size. */
export async function measureAtScale(
  { subjects, database }: Scaling,
  { sessions: counts, due }: ScaledSizes,
  how: HowToMeasure,
): Promise<ScaledMeasurement[]> {
  const start = async (subject: ScaledSubject, sessions: number): Promise<Database> => {
    how.progress?.(`${subject.name} with ${sessions} sessions`)
    if (how.pin) pinThisProcess(LOAD_CORE)
    const started = await database()
    // The database stays on the core of the load, where it was started.
    if (how.pin) pinThisProcess(SERVER_CORE)
    return started
  }
  const measurements: ScaledMeasurement[] = []
  for (const subject of subjects) {
    await measureStore(subject, await start(subject, WARM_UP), WARM_UP, Math.min(due, WARM_UP))
    for (const sessions of counts) {
      const started = await start(subject, sessions)
      measurements.push(...(await measureStore(subject, started, sessions, due)))
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
  let store: ScaledStore | undefined
  try {
    store = await subject.open(database, due)
    await store.fill(sessions)
    const measurements: ScaledMeasurement[] = []
    for (const operation of store.operations) {
      const figures = await measureOperation(operation, database)
      measurements.push({ subject: subject.name, operation: operation.name, sessions, ...figures })
    }
    return measurements
  } finally {
    await store?.close()
    await database.stop()
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
