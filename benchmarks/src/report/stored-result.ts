import { readFile, writeFile } from 'node:fs/promises'
import type { Effort, Measurement } from '../comparison/comparison.ts'

/** Everything that was measured for one question, and how. */
export interface StoredResult {
  readonly machine: string
  /** `name version` of everybody who took part. */
  readonly versions: readonly string[]
  /** Were server and load bound to a core each? */
  readonly pinned: boolean
  readonly effort: Effort
  readonly measurements: readonly Measurement[]
}

const fileOf = (folder: URL, name: string): URL => new URL(`${name}.json`, folder)

export async function storeResult(folder: URL, name: string, result: StoredResult): Promise<void> {
  await writeFile(fileOf(folder, name), `${JSON.stringify(result, round, 1)}\n`)
}

export async function readResult(folder: URL, name: string): Promise<StoredResult | undefined> {
  try {
    return JSON.parse(await readFile(fileOf(folder, name), 'utf8'))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

const round = (_name: string, value: unknown): unknown =>
  typeof value === 'number' ? Number(value.toPrecision(4)) : value
