import { isDeepStrictEqual } from 'node:util'
import { assetFolders } from './asset-folders.ts'
import type { Manifest } from './manifest.ts'

/**
 * What is wrong with the manifest of a published package. Its three lists of entry points (`exports`
 * for the sources, `publishConfig.exports` for what is published, tsup's `entry` for what is built)
 * must say the same, and the fields that all packages share must be equal to those of `root`.
 */
export const manifestProblems = (
  manifest: Manifest,
  root: Manifest,
  entry: Readonly<Record<string, string>>,
): readonly string[] => {
  const expected = expectedManifest(manifest, root)
  const problems = Object.entries(expected)
    .filter(([field, value]) => !isDeepStrictEqual(at(manifest, field), value))
    .map(([field, value]) => `package.json: ${field} should be ${JSON.stringify(value)}`)
  const built = Object.fromEntries(
    entryPoints(manifest).map(({ name, source }) => [name, source.replace('./', '')]),
  )
  if (!isDeepStrictEqual(entry, built))
    problems.push(`tsup.config.ts: entry should be ${JSON.stringify(built)}`)
  for (const [name, range] of Object.entries(manifest.dependencies ?? {}))
    if (name.startsWith('@session/') && range !== 'workspace:^')
      problems.push(`package.json: ${name} should be a dependency as workspace:^`)
  if (!manifest.description) problems.push('package.json: description is missing')
  return problems
}

const at = (manifest: Manifest, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>(
      (value, key) => (value as Record<string, unknown> | undefined)?.[key],
      manifest,
    )

interface EntryPoint {
  readonly subpath: string
  readonly name: string
  readonly source: string
}

const entryPoints = ({ exports = {} }: Manifest): readonly EntryPoint[] =>
  Object.entries(exports)
    .filter(([, source]) => typeof source === 'string' && source.endsWith('.ts'))
    .map(([subpath, source]) => ({
      subpath,
      name: subpath === '.' ? 'index' : subpath.replace('./', ''),
      source: String(source),
    }))

const typesOf = (name: string): string => `./dist/${name}.d.ts`

const expectedManifest = (manifest: Manifest, root: Manifest): Record<string, unknown> => {
  const points = entryPoints(manifest)
  const published = Object.fromEntries(
    points.map(({ subpath, name }) => [
      subpath,
      { types: typesOf(name), default: `./dist/${name}.js` },
    ]),
  )
  const subpaths = points.filter(({ subpath }) => subpath !== '.')
  return {
    license: root.license,
    type: 'module',
    sideEffects: false,
    engines: root.engines,
    files: ['dist', ...assetFolders(manifest)],
    'scripts.build': 'tsup',
    'scripts.prepack': 'node ../../tools/only-pnpm.mjs',
    'publishConfig.access': 'public',
    'publishConfig.main': './dist/index.js',
    'publishConfig.types': typesOf('index'),
    // Resolvers that know no `exports` find the types of a subpath only here.
    'publishConfig.typesVersions':
      subpaths.length === 0
        ? undefined
        : { '*': Object.fromEntries(subpaths.map(({ name }) => [name, [typesOf(name)]])) },
    'publishConfig.exports': { ...manifest.exports, ...published },
  }
}
