import type { Manifest } from './manifest.ts'

/** The folders of files that a package hands out as they are: `"./schema/*": "./schema/*"`. */
export const assetFolders = ({ exports = {} }: Manifest): readonly string[] =>
  Object.entries(exports)
    .filter(([subpath, target]) => subpath.endsWith('/*') && target === subpath)
    .map(([subpath]) => subpath.slice('./'.length, -'/*'.length))
