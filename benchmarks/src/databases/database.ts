/** A database of a question's own, on the core of the load. */
export interface Database {
  /** As it stands in titles. */
  readonly name: string
  /** Where subjects find it. */
  readonly url: string
  /** Microseconds that its server has computed so far. */
  cpuTime(): Promise<number>
  stop(): Promise<void>
}

export type StartDatabase = () => Promise<Database>

/** The variable that tells a subject where its database is. */
export const DATABASE_URL = 'SESSION_BENCHMARK_DATABASE'

/** In a subject: where its database is. */
export function databaseUrl(): string {
  const url = process.env[DATABASE_URL]
  if (url === undefined) throw new Error(`${DATABASE_URL} is not set.`)
  return url
}
