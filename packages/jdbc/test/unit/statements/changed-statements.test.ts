import { expect, test } from 'vitest'
import { changedStatements } from '../../../src/statements/changed-statements.ts'

const texts = { find: 'SELECT 1 WHERE ID = :id', remove: 'DELETE WHERE ID = :id' }

test('a change is given the SQL that would be sent, and decides what is sent', () => {
  const statements = changedStatements(texts, { find: (sql) => `/* hint */ ${sql}` })
  expect(statements.find).toEqual({ sql: '/* hint */ SELECT 1 WHERE ID = ?', parameters: ['id'] })
  expect(statements.remove?.sql).toBe('DELETE WHERE ID = ?')
})

test('a statement that there is not is refused with the names of those that there are', () => {
  for (const name of ['insert', 'toString']) {
    expect(() => changedStatements(texts, { [name]: (sql) => sql })).toThrow(
      expect.objectContaining({
        code: 'INVALID_OPTION',
        message: expect.stringContaining('find, remove'),
      }),
    )
  }
})

test.each([[''], ['  '], [null], [undefined]])('the text %j is refused', (text) => {
  expect(() => changedStatements(texts, { find: () => text as string })).toThrow(
    expect.objectContaining({ message: expect.stringContaining('statements.find') }),
  )
})

test('a text in the place of a function is refused', () => {
  const changes = { find: 'SELECT 2' } as unknown as Record<string, (sql: string) => string>
  expect(() => changedStatements(texts, changes)).toThrow(/statements/)
})
