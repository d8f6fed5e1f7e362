import { expect, test } from 'vitest'
import { integrationCapabilities } from '../../../packages/testing/src/integration/integration-capabilities.ts'
import { capabilities } from '../../../packages/testing/src/repository/capabilities.ts'
import { readmes, sitePages, tableRows } from './pages.ts'

const tables = [...sitePages, ...readmes].flatMap(({ path, text }) =>
  [...text.matchAll(/^\| `lacks` +\| (A store|An integration)/gm)].map((head) => ({
    path,
    subject: String(head[1]),
    rows: tableRows(text.slice(head.index)),
  })),
)

test('each kind of lack is told in a page and in the README of the suites', () => {
  expect(tables).toHaveLength(4)
})

test.each(tables)('$path tells what $subject may lack', ({ subject, rows }) => {
  const known = subject === 'A store' ? capabilities : integrationCapabilities
  const told = rows.map(([name = '', text = '']) =>
    [name, text].map((cell) => cell.replaceAll('`', '')),
  )
  expect(Object.fromEntries(told)).toEqual(known)
})
