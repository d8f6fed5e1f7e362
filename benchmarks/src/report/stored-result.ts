import { readFile, writeFile } from 'node:fs/promises'

/** Where and with what an answer was found; the figures themselves come beside it. */
export interface StoredResult {
  readonly machine: string
  /** `name version` of everybody who took part. */
  readonly versions: readonly string[]
  /** Were server and load bound to a core each? */
  readonly pinned: boolean
}

/** The beginning of a sentence. */
export const measuredWith = ({ machine, versions }: StoredResult): string =>
  `Measured with ${[machine, versions.join(', ')].filter(Boolean).join('; ')}`

const fileOf = (folder: URL, name: string): URL => new URL(`${name}.json`, folder)

export async function storeResult(folder: URL, name: string, result: StoredResult): Promise<void> {
  await writeFile(fileOf(folder, name), `${JSON.stringify(result, round, 1)}\n`)
}

export async function readResult<Result extends StoredResult>(
  folder: URL,
  name: string,
): Promise<Result | undefined> {
  try {
    return JSON.parse(await readFile(fileOf(folder, name), 'utf8'))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

const round = (_name: string, value: unknown): unknown =>
  typeof value === 'number' ? Number(value.toPrecision(4)) : value
