import { mapRepositoryDefaults, repositoryDefaults } from '@session/core'
import { cookieSerializer, sessionDefaults } from '@session/core/http'
import { expect, test } from 'vitest'
import { cookieDefaults } from '../../../packages/core/src/http/cookie/cookie-options.ts'
import { type Option, optionsOf } from './documented-options.ts'
import { readmes, sitePages, tableRows } from './pages.ts'

const tables = [...sitePages, ...readmes].flatMap(({ path, text }) =>
  [...text.matchAll(/<!--options (\w+)-->/g)].map((mark) => ({
    path,
    name: String(mark[1]),
    rows: tableRows(text.slice(mark.index)),
  })),
)

const plain = (cell = ''): string => cell.replaceAll('`', '')
const documentedDefault = ({ name, default: value }: Option): string =>
  value === undefined ? (name === 'repository' ? 'required' : '—') : plain(value)

test.each(tables)(
  'the table of $name in $path has the names, types and defaults of the source',
  ({ name, rows }) => {
    expect(rows.map(([option, type, value]) => [option, type, value].map(plain))).toEqual(
      optionsOf(name).map((option) => [option.name, option.type, documentedDefault(option)]),
    )
    expect(rows.map(([, , , meaning]) => meaning)).not.toContain('')
  },
)

test('every table of options is in the reference', () => {
  const reference = tables.filter(({ path }) => path === 'docs/reference/options.md')
  expect(new Set(reference.map(({ name }) => name))).toEqual(
    new Set(tables.map(({ name }) => name)),
  )
})

test.each([
  ['RepositoryOptions', repositoryDefaults],
  ['MapRepositoryOptions', mapRepositoryDefaults],
  ['SessionOptions', sessionDefaults],
  ['CookieOptions', cookieDefaults],
])('the docstrings of %s tell the defaults that are used', (name, defaults) => {
  const told = new Map(optionsOf(name).map((option) => [option.name, option.default]))
  for (const [option, value] of Object.entries(defaults)) {
    const text = typeof value === 'string' ? `'${value}'` : String(value)
    expect(told.get(option)?.replaceAll('_', ''), option).toBe(text)
  }
})

test('the cookie in the examples is the one that is sent by default', () => {
  const sent: string[] = []
  cookieSerializer().writeCookie(
    {
      requestHeader: () => undefined,
      responseHeader: () => undefined,
      setResponseHeader: () => undefined,
      appendResponseHeader: (_name, value) => sent.push(value),
      hold: () => undefined,
      secure: false,
      hostname: 'localhost',
      contextPath: '',
      headersSent: false,
    },
    { value: 'x'.repeat(36) },
  )
  const shape = (header: string): string => header.replace(/=[\w+/=]{48};/, '=…;')
  const shown = [...sitePages, ...readmes].flatMap(({ text }) =>
    [...text.matchAll(/^Set-Cookie: (SESSION=.*)$/gm)].map(([, header]) => String(header)),
  )
  expect(shown.length).toBeGreaterThan(1)
  for (const header of shown) expect(shape(header)).toBe(shape(String(sent[0])))
})
