import { describe, expect, test } from 'vitest'
import { rowsAtOnce } from '../../../src/database/rows-at-once.ts'
import { parseStatement } from '../../../src/database/statement.ts'

const statement = parseStatement(
  'INSERT INTO t (a, b) VALUES ((SELECT (1) FROM s WHERE id = :id), :value) ON DUPLICATE KEY UPDATE b = VALUES(b)',
)

describe('an INSERT of many rows', () => {
  test('repeats the row, with the values of each', () => {
    const rows = [
      { id: 1, value: 'x' },
      { id: 1, value: 'y' },
    ]
    expect(rowsAtOnce(statement, rows)).toEqual([
      {
        sql: 'INSERT INTO t (a, b) VALUES ((SELECT (1) FROM s WHERE id = ?), ?), ((SELECT (1) FROM s WHERE id = ?), ?) ON DUPLICATE KEY UPDATE b = VALUES(b)',
        bindings: [1, 'x', 1, 'y'],
      },
    ])
  })

  test('is several when the values are large, and loses none', () => {
    const sizes = [200, 100, 100, 10, 600, 1].map((kibibytes) => kibibytes * 1024)
    const rows = sizes.map((size) => ({ id: 1, value: Buffer.alloc(size) }))
    const statements = rowsAtOnce(statement, rows) ?? []
    const sent = statements.map(({ bindings }) =>
      bindings.filter(Buffer.isBuffer).map(({ length }) => length / 1024),
    )
    expect(sent).toEqual([[200], [100, 100, 10], [600], [1]])
  })

  test('is several when there are very many rows', () => {
    const rows = Array.from({ length: 450 }, (_, value) => ({ id: 1, value }))
    const counts = rowsAtOnce(statement, rows)?.map(({ bindings }) => bindings.length / 2)
    expect(counts).toEqual([200, 200, 50])
  })

  test.each([
    'CALL write_attribute(:id, :value)',
    'INSERT INTO t (a, b) SELECT :id, :value',
    'INSERT INTO t (a) VALUES (:id) ON DUPLICATE KEY UPDATE b = :value',
  ])('cannot be made of %s', (text) => {
    expect(rowsAtOnce(parseStatement(text), [{ id: 1, value: 2 }])).toBeUndefined()
  })
})
