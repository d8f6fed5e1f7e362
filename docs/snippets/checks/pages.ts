import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export const root: string = fileURLToPath(new URL('../../..', import.meta.url))

export interface Page {
  /** From the root of the repository. */
  readonly path: string
  readonly text: string
}

const read = (path: string): Page => ({ path, text: readFileSync(root + path, 'utf8') })

/** What people write by hand: the API pages are generated. */
export const sitePages: readonly Page[] = readdirSync(`${root}docs`, { recursive: true })
  .map((path) => String(path).replaceAll('\\', '/'))
  .filter((path) => path.endsWith('.md') && !/^(api|node_modules|\.vitepress)\//.test(path))
  .map((path) => read(`docs/${path}`))

export const readmes: readonly Page[] = [
  'README.md',
  'packages/core/README.md',
  'packages/express/README.md',
  'packages/jdbc/README.md',
  'packages/redis/README.md',
  'packages/testing/README.md',
].map(read)

/** The text of fenced blocks in one of these languages. */
export const fencedBlocks = (text: string, languages: RegExp): readonly string[] =>
  [...text.matchAll(/^```(\S*)[^\n]*\n(.*?)^```$/gms)]
    .filter(([, language]) => languages.test(language ?? ''))
    .map(([, , block]) => block ?? '')

/** The rows of the first table below a heading of columns, as cells. */
export const tableRows = (text: string): readonly (readonly string[])[] => {
  const lines = text.split('\n')
  const start = lines.findIndex((line) => /^\|\s*:?-/.test(line))
  const rows: string[][] = []
  for (const line of lines.slice(start + 1)) {
    if (!line.startsWith('|')) break
    rows.push(
      line
        .split(/(?<!\\)\|/)
        .slice(1, -1)
        .map((cell) => cell.trim().replaceAll('\\|', '|')),
    )
  }
  return rows
}
