import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { PackedPackage } from './packed-package.ts'
import { runCommand } from './run-command.ts'

const template = fileURLToPath(new URL('../../consumer', import.meta.url))
const compiler = (name: string): string =>
  createRequire(import.meta.url).resolve(`${name}/lib/tsc.js`)

const compilers = { 'TypeScript 5.9': 'typescript-5.9', 'TypeScript 6': 'typescript' }
const moduleKinds = {
  esm: { type: 'module', module: 'nodenext' },
  commonjs: { type: 'commonjs', module: 'node20' },
}
const mergedModules = ['core', 'express']

/**
 * Installs the tarballs into an empty project, as a user would, and uses them there: every entry point
 * by `import` and by `require()`, and an application compiled by each TypeScript, as ESM and as
 * CommonJS, with its attributes declared in either package, and then run. A store that is written
 * like one of a third party passes the published suites there.
 */
export const consumerProblems = async (
  packages: readonly PackedPackage[],
): Promise<readonly string[]> => {
  const project = mkdtempSync(join(tmpdir(), 'session-consumer-'))
  try {
    cpSync(template, project, { recursive: true })
    const installed = await install(project, packages)
    if (installed.length > 0) return installed
    const problems = [
      ...(await loadEntryPoints(project, packages)),
      ...(await runContract(project)),
    ]
    for (const [kind, { type, module }] of Object.entries(moduleKinds))
      for (const merged of mergedModules) {
        const folder = join(project, `${kind}-${merged}`)
        writeApplication(project, folder, merged, { type, module })
        // Two at a time: each compiler keeps a core busy.
        const results = await Promise.all(
          Object.entries(compilers).map(([name, typescript]) =>
            compileAndRun(folder, name, typescript),
          ),
        )
        problems.push(...results.flat())
      }
    return problems
  } finally {
    rmSync(project, { recursive: true })
  }
}

const install = (
  project: string,
  packages: readonly PackedPackage[],
): Promise<readonly string[]> => {
  const quietly = ['--no-audit', '--no-fund', '--no-package-lock', '--loglevel=error']
  const tarballs = packages.map(({ tarball }) => tarball)
  return runCommand(
    'npm',
    ['install', '--prefix', project, '--prefer-offline', ...quietly, ...tarballs],
    { folder: project },
  )
}

const loadEntryPoints = (
  project: string,
  packages: readonly PackedPackage[],
): Promise<readonly string[]> => {
  const entryPoints = packages.flatMap(({ manifest }) =>
    Object.keys(manifest.exports ?? {})
      .filter((subpath) => subpath !== './package.json' && !subpath.endsWith('/*'))
      .map((subpath) => join(manifest.name, subpath)),
  )
  return runCommand(process.execPath, ['every-entry-point.cjs', ...entryPoints], {
    folder: project,
  })
}

const contract = fileURLToPath(new URL('../../../packages/core/test/contract', import.meta.url))
const contractFiles = ['third-party-store.test.ts', 'plain-object-store.ts', 'plain-object-raw.ts']

const runContract = (project: string): Promise<readonly string[]> => {
  mkdirSync(join(project, 'contract'))
  for (const file of contractFiles) {
    const text = readFileSync(join(contract, file), 'utf8')
    // In the repository core cannot depend on testing, which depends on core.
    const published = text.replace('../../../testing/src/index.ts', '@session/testing')
    writeFileSync(join(project, 'contract', file), published)
  }
  return runCommand('vitest', ['run', '--reporter=dot', 'contract'], { folder: project })
}

const writeApplication = (
  project: string,
  folder: string,
  merged: string,
  { type, module }: { type: string; module: string },
): void => {
  mkdirSync(folder)
  cpSync(join(project, 'src'), folder, { recursive: true })
  cpSync(join(project, `attributes-of-${merged}.ts`), join(folder, 'attributes.ts'))
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, type }))
  const compilerOptions = {
    module,
    target: 'es2022',
    strict: true,
    types: ['node'],
    // Our declarations themselves are checked once for each compiler and module kind.
    skipLibCheck: merged !== 'core',
  }
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions }))
}

const compileAndRun = async (
  folder: string,
  name: string,
  typescript: string,
): Promise<readonly string[]> => {
  const output = join(folder, typescript)
  const compiled = await runCommand(
    process.execPath,
    [compiler(typescript), '--project', folder, '--outDir', output],
    { folder },
  )
  const problems =
    compiled.length > 0
      ? compiled
      : await runCommand(process.execPath, [join(output, 'main.js')], { folder })
  return problems.length > 0 ? [`${folder} with ${name}:`, ...problems] : []
}
