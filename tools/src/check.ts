// `npm run check`: all that can be said about the code without running its tests.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { consumerProblems } from './check/consumer-problems.ts'
import { manifestProblems } from './check/manifest-problems.ts'
import { type PackedPackage, packPackages, readManifest } from './check/packed-package.ts'
import { runCommand } from './check/run-command.ts'
import { runSteps, type Step } from './check/step.ts'
import { tarballProblems } from './check/tarball-problems.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const environment = { ...process.env, TURBO_TELEMETRY_DISABLED: '1' }
const tool = (command: string, ...args: string[]): Promise<readonly string[]> =>
  runCommand(command, args, { folder: root, environment })

const tarballs = mkdtempSync(join(tmpdir(), 'session-tarballs-'))
let packing: Promise<readonly PackedPackage[]> | undefined
const packed = (): Promise<readonly PackedPackage[]> => {
  packing ??= packPackages(root, tarballs)
  return packing
}

const packageProblems = async ({ folder, manifest, tarball }: PackedPackage): Promise<string[]> => {
  const config = await import(pathToFileURL(join(folder, 'tsup.config.ts')).href)
  return [
    ...manifestProblems(manifest, readManifest(root), config.default.entry),
    ...(await tarballProblems(tarball)),
  ].map((problem) => `${basename(folder)}: ${problem}`)
}

const steps: readonly Step[] = [
  {
    name: 'lint',
    remedy: 'npm run format repairs most of it.',
    run: () => tool('biome', 'check', '--error-on-warnings', '.'),
  },
  {
    name: 'types',
    remedy: 'npm run typecheck shows it again after a change.',
    run: () => tool('tsc', '-p', 'tsconfig.json'),
  },
  {
    name: 'unused',
    remedy: 'delete what nothing uses, or name its user in knip.json.',
    run: () => tool('knip', '--no-progress'),
  },
  {
    name: 'build',
    remedy: 'npm run build shows it again after a change.',
    run: () => tool('turbo', 'run', 'build', '--filter=./packages/*', '--output-logs=errors-only'),
  },
  {
    name: 'packages',
    needs: ['build'],
    remedy: 'correct the package.json, tsup.config.ts or README.md that is named.',
    run: async () => (await Promise.all((await packed()).map(packageProblems))).flat(),
  },
  {
    name: 'consumer',
    needs: ['build'],
    remedy: 'tools/consumer holds the project that uses the packed packages.',
    run: async () => consumerProblems(await packed()),
  },
]

const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !steps.some((step) => step.name === name))
if (unknown.length > 0) {
  const names = steps.map(({ name }) => name).join(', ')
  console.error(`There is no check called ${unknown.join(', ')}: choose from ${names}.`)
  process.exitCode = 1
} else {
  const chosen = wanted.length === 0 ? steps : steps.filter(({ name }) => wanted.includes(name))
  if (!(await runSteps(chosen))) process.exitCode = 1
}
rmSync(tarballs, { recursive: true })
