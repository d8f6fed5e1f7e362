import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { root, sitePages, tableRows } from './pages.ts'

const folder = `${root}packages/core/src/errors`
const errors = readdirSync(folder)
  .filter((file) => file !== 'session-error.ts')
  .map((file) => {
    const source = readFileSync(`${folder}/${file}`, 'utf8')
    const [, name = file] = /export class (\w+) extends SessionError/.exec(source) ?? []
    const [, code = file] = /code = '(\w+)'/.exec(source) ?? []
    const [, status = '500'] = /status: (\d+)/.exec(source) ?? []
    return { name, code, status, retryable: source.includes('retryable: true') ? 'yes' : 'no' }
  })
  .sort((one, other) => (one.code < other.code ? -1 : 1))

const page = String(sitePages.find(({ path }) => path.endsWith('/errors.md'))?.text)
const entries = new Map(
  [...page.matchAll(/^## ([A-Z_]+)\n\n`(\w+)`/gm)].map(([, code, name]) => [code, name]),
)

test('every error has an entry, and every entry an error', () => {
  expect([...entries]).toEqual(errors.map(({ code, name }) => [code, name]))
})

test('the union of codes names every error', () => {
  const source = readFileSync(`${folder}/session-error.ts`, 'utf8')
  const codes = [...source.matchAll(/^ {2}\| '([A-Z_]+)'/gm)].map(([, code]) => code)
  expect(codes).toEqual(errors.map(({ code }) => code))
})

test('the table tells status and chance of a retry as the source does', () => {
  const rows = tableRows(page.slice(page.search(/^\| Code /m)))
  expect(rows.map(([code, ...rest]) => [/`(\w+)`/.exec(String(code))?.[1], ...rest])).toEqual(
    errors.map(({ code, status, retryable }) => [code, status, retryable]),
  )
})
