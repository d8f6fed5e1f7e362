import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { fencedBlocks, readmes, root, sitePages } from './pages.ts'

const examples = readdirSync(`${root}packages`)
  .map((name) => `packages/${name}/test/examples`)
  .filter((folder) => existsSync(root + folder))
const folders = ['docs/snippets', 'docs/declared', ...examples]
const files = folders.flatMap((folder) =>
  readdirSync(root + folder)
    .filter((file) => file.endsWith('.ts'))
    .map((file) => `${folder}/${file}`),
)

/** Region name → its lines without the indentation they share. */
const regionsOf = (file: string): ReadonlyMap<string, string> => {
  const text = readFileSync(root + file, 'utf8')
  return new Map(
    [...text.matchAll(/^ *\/\/ #region (\S+)\n(.*?)^ *\/\/ #endregion \1$/gms)].map(
      ([, name, lines]) => [String(name), String(lines)],
    ),
  )
}

const imports = sitePages.flatMap(({ path, text }) =>
  [...text.matchAll(/^<<< (@\/)?([^#{\s]+)(?:#([\w-]+))?/gm)].map(([, site, file, region]) => ({
    page: path,
    file: join(site === undefined ? dirname(path) : 'docs', String(file)),
    region,
  })),
)

test.each(imports)('$page shows what is in $file ($region)', ({ file, region }) => {
  expect(existsSync(root + file)).toBe(true)
  if (region !== undefined) expect(regionsOf(file).get(region)).toMatch(/\S/)
})

test('every region is shown somewhere', () => {
  const shown = new Set(imports.map(({ file, region }) => `${file}#${region}`))
  const blocks = new Set(readmes.flatMap(({ text }) => fencedBlocks(text, /^ts$/)))
  const idle = files.flatMap((file) =>
    [...regionsOf(file)]
      .filter(([name, lines]) => !shown.has(`${file}#${name}`) && !blocks.has(lines))
      .map(([name]) => `${file}#${name}`),
  )
  expect(idle).toEqual([])
})

const regions = new Set(files.flatMap((file) => [...regionsOf(file).values()]))

test.each(readmes.map(({ path, text }) => ({ path, text })))(
  'the code in $path is code that is compiled and run',
  ({ text }) => {
    const blocks = fencedBlocks(text, /^(ts|typescript|js)/)
    expect(blocks.length).toBeGreaterThan(0)
    for (const block of blocks) expect([...regions]).toContain(block)
  },
)
