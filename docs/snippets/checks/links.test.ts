import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { home } from '../../.vitepress/home.ts'
import { guide } from '../../.vitepress/sidebar.ts'
import { fencedBlocks, type Page, readmes, root, sitePages } from './pages.ts'

const withoutCode = (text: string): string => text.replace(/^```.*?^```$/gms, '')
const homeLinks = [...home.hero.actions, ...home.features].map(({ link }) => link)
const linksOf = ({ path, text }: Page): readonly string[] =>
  [...withoutCode(text).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, link]) => String(link))
    .concat(path === 'docs/index.md' ? homeLinks : [])
    .filter((link) => !/^[a-z]+:/.test(link))

/** VitePress makes anchors of headings like this. */
const anchorsOf = (text: string): readonly string[] =>
  [...withoutCode(text).matchAll(/^#+ (.*)$/gm)].map(([, heading]) =>
    String(heading)
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, ''),
  )

function targetOf(page: Page, path: string): Page | undefined {
  const base = path.startsWith('/') ? 'docs' : dirname(page.path)
  const target = path === '' ? page.path : join(base, path)
  const candidates = [target, `${target}.md`, join(target, 'index.md')]
  return [...sitePages, ...readmes].find((other) => candidates.includes(other.path))
}

const pages = sitePages.map((page) => ({ name: page.path, page }))

test.each(pages)('the links of $name lead to pages and headings', ({ page }) => {
  for (const link of linksOf(page)) {
    const [path = '', anchor] = link.split('#')
    // Those are generated, and checked by the build.
    if (path.startsWith('/api/')) continue
    const target = targetOf(page, path)
    expect(target?.path, `${page.path}: ${link}`).toBeDefined()
    if (anchor !== undefined) expect(anchorsOf(String(target?.text)), link).toContain(anchor)
  }
})

test.each(readmes.map((page) => ({ name: page.path, page })))(
  'the links of $name lead to files',
  ({ page }) => {
    for (const link of linksOf(page)) {
      const [path = ''] = link.split('#')
      expect(existsSync(join(root, dirname(page.path), path)), link).toBe(true)
    }
  },
)

test('the sidebar and the pages are the same', () => {
  const inSidebar = guide
    .flatMap(({ items = [] }) => items.map(({ link }) => String(link)))
    .filter((link) => !link.startsWith('/api/'))
    .map((link) => `docs${link.replace(/\/$/, '/index')}.md`)
  const written = sitePages.map(({ path }) => path).filter((path) => path !== 'docs/index.md')
  expect([...inSidebar].sort()).toEqual([...written].sort())
})

test.each(pages.filter(({ name }) => name !== 'docs/index.md'))(
  '$name begins with what it is for, and shows code early',
  ({ page }) => {
    const [title = '', , first = '', ...rest] = page.text.split('\n')
    expect(title).toMatch(/^# \S/)
    expect(first).toMatch(/^This page .*\.$/)
    const code = rest.findIndex((line) => line.startsWith('<<<') || line.startsWith('```'))
    expect(code).toBeGreaterThan(-1)
    expect(code).toBeLessThan(12)
  },
)

test.each(pages)('the TypeScript in $name comes from files that are compiled', ({ page }) => {
  expect(fencedBlocks(page.text, /^(ts|typescript|tsx|mts)/)).toEqual([])
})
