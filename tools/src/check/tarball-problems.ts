import { readFile } from 'node:fs/promises'
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { assetFolders } from './asset-folders.ts'
import type { Manifest } from './manifest.ts'

/** What is wrong with a packed package: its files, its manifest, its entry points and their types. */
export const tarballProblems = async (tarball: string): Promise<readonly string[]> => {
  const data = await readFile(tarball)
  const contents = createPackageFromTarballData(new Uint8Array(data))
  const prefix = `/node_modules/${contents.packageName}/`
  const files = contents.listFiles().map((file) => file.replace(prefix, ''))
  const read = (file: string): string => contents.tryReadFile(`${prefix}${file}`) ?? ''
  const manifest = JSON.parse(read('package.json')) as Manifest
  const modules = files.filter((file) => /\.(js|d\.ts)$/.test(file))
  return [
    ...fileProblems(files, assetFolders(manifest)),
    ...publishedManifestProblems(manifest),
    ...undeclaredImports(modules.map(read), manifest),
    ...(await publintProblems(data)),
    ...(await typeProblems(contents)),
  ]
}

/** A tarball holds what was built, what it hands out, what says how to use it, and nothing else. */
const fileProblems = (files: readonly string[], assets: readonly string[]): readonly string[] => [
  ...['package.json', 'README.md', 'LICENSE', 'dist/index.js', 'dist/index.d.ts']
    .filter((file) => !files.includes(file))
    .map((file) => `${file} is missing from the tarball`),
  ...files
    .filter((file) => !/^(dist\/.+|package\.json|README\.md|LICENSE)$/.test(file))
    .filter((file) => !assets.some((folder) => file.startsWith(`${folder}/`)))
    .map((file) => `${file} should not be in the tarball`),
]

/** pnpm replaces what only means something inside the workspace; nothing of it may be left. */
const publishedManifestProblems = (manifest: Manifest): readonly string[] => {
  const { main, types, typesVersions, exports, dependencies, peerDependencies } = manifest
  const published = { main, types, typesVersions, exports, dependencies, peerDependencies }
  return Object.entries(published)
    .filter(([, value]) => /src\/|workspace:|catalog:/.test(JSON.stringify(value) ?? ''))
    .map(([field, value]) => `${field} still points into the workspace: ${JSON.stringify(value)}`)
}

// Anchored to the line, so that the examples in comments are not taken for imports.
const importedModule =
  /^(?:import|export)\s*(?:type\s*)?(?:[\w$*{},\s]+?\sfrom\s*)?["']((?:@[^/"']+\/)?[^/"'.][^/"']*)[^"']*["']/gm

/** Whatever the modules import has to come with the package, or from the user as a peer. */
const undeclaredImports = (
  modules: readonly string[],
  { name, dependencies, peerDependencies }: Manifest,
): readonly string[] => {
  const declared = { ...dependencies, ...peerDependencies }
  const imported = modules.flatMap((text) =>
    [...text.matchAll(importedModule)].map(([, specifier = '']) => specifier),
  )
  return [...new Set(imported)]
    .filter((specifier) => !specifier.startsWith('node:') && specifier !== name)
    .filter((specifier) => !Object.hasOwn(declared, specifier))
    .map((specifier) => `${specifier} is imported but is neither a dependency nor a peer`)
}

const publintProblems = async (data: Buffer): Promise<readonly string[]> => {
  const tarball = new Uint8Array(data).buffer
  const { messages, pkg } = await publint({ pack: { tarball }, strict: true })
  return messages.map((message) => `publint: ${formatMessage(message, pkg, { color: false })}`)
}

/** The packages are ESM only: how the oldest resolvers and `require` in node16 see them is known. */
const resolutionsPassedOver: ReadonlySet<string> = new Set(['node10', 'node16-cjs'])

const typeProblems = async (
  contents: ReturnType<typeof createPackageFromTarballData>,
): Promise<readonly string[]> => {
  const result = await checkPackage(contents)
  if (!result.types) return ['attw: the tarball holds no types']
  return result.problems
    .filter(
      (problem) =>
        !('resolutionKind' in problem && resolutionsPassedOver.has(problem.resolutionKind)),
    )
    .map((problem) => `attw: ${JSON.stringify(problem)}`)
}
