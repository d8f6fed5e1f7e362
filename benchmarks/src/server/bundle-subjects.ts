import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'tsup'

const source = fileURLToPath(new URL('../subjects', import.meta.url))
const targets = fileURLToPath(new URL('../../dist', import.meta.url))

/**
 * Compiles servers as the packages themselves are compiled, with our sources inside and everybody
 * else's packages as they are installed. Each question has a `folder` of its own, so that two can be
 * asked at once. Returns entry → file.
 */
export async function bundleSubjects(
  folder: string,
  entries: readonly string[],
): Promise<Map<string, string>> {
  const target = join(targets, folder)
  const unique = [...new Set(entries)]
  await build({
    entry: Object.fromEntries(unique.map((entry) => [entry, join(source, `${entry}.ts`)])),
    outDir: target,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    splitting: false,
    noExternal: [/^@session\//],
    external: [/^[^./]/],
    config: false,
    silent: true,
  })
  return new Map(unique.map((entry) => [entry, join(target, `${entry}.js`)]))
}
