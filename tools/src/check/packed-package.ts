import { execFile } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Manifest } from './manifest.ts'

const run = promisify(execFile)

/** A package as it would be published. */
export interface PackedPackage {
  /** Its folder in the repository. */
  readonly folder: string
  /** Its package.json there; the one in the tarball differs. */
  readonly manifest: Manifest
  readonly tarball: string
}

export const readManifest = (folder: string): Manifest =>
  JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest

/** Packs every published package of the repository at `root` into `destination`. */
export const packPackages = (
  root: string,
  destination: string,
): Promise<readonly PackedPackage[]> => {
  const pnpm = join(root, 'node_modules', '.bin', 'pnpm')
  const folders = readdirSync(join(root, 'packages'))
    .map((name) => join(root, 'packages', name))
    .filter((folder) => existsSync(join(folder, 'package.json')) && !readManifest(folder).private)
  return Promise.all(
    folders.map(async (folder) => {
      const packed = await run(pnpm, ['pack', '--json', '--pack-destination', destination], {
        cwd: folder,
      })
      // The output of the package's own scripts stands before the JSON.
      const json = packed.stdout.slice(packed.stdout.indexOf('{'))
      const { filename } = JSON.parse(json) as { filename: string }
      return { folder, manifest: readManifest(folder), tarball: filename }
    }),
  )
}
