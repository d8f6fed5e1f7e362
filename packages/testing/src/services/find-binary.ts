import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, isAbsolute, join } from 'node:path'

// Debian keeps servers in sbin, which is not on the PATH of ordinary users.
const usualFolders = [
  '/usr/local/bin',
  '/usr/local/sbin',
  '/usr/bin',
  '/usr/sbin',
  '/bin',
  '/sbin',
  '/snap/bin',
  '/opt/homebrew/bin',
]

const isExecutable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}

/** The path of the first of `names` that can be executed, on `PATH` first, then in `folders`. */
export const findBinary = (
  names: readonly string[],
  path: string = process.env.PATH ?? '',
  folders: readonly string[] = usualFolders,
): string | undefined => {
  const places = [...path.split(delimiter).filter((folder) => folder !== ''), ...folders]
  return names
    .flatMap((name) => (isAbsolute(name) ? [name] : places.map((folder) => join(folder, name))))
    .find(isExecutable)
}
