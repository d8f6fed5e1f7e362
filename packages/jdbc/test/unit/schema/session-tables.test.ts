import { describe, expect, test } from 'vitest'
import { sessionTables } from '../../../src/schema/session-tables.ts'

describe('the names of the tables', () => {
  test('are those of Spring Session by default', () => {
    expect(sessionTables()).toEqual({
      schema: undefined,
      session: 'SPRING_SESSION',
      attributes: 'SPRING_SESSION_ATTRIBUTES',
      indexes: 'SPRING_SESSION_INDEXES',
      events: 'SPRING_SESSION_EVENTS',
    })
  })

  test('may have a schema', () => {
    expect(sessionTables({ tableName: 'app.visits' })).toEqual({
      schema: 'app',
      session: 'visits',
      attributes: 'visits_ATTRIBUTES',
      indexes: 'visits_INDEXES',
      events: 'visits_EVENTS',
    })
  })

  test.each([
    ['nothing', ''],
    ['blanks', '  '],
    ['no text', null],
    ['a statement', 'a; DROP TABLE b'],
    ['a quote', 'a"b'],
    ['a digit in front', '1a'],
    ['an empty schema', '.a'],
    ['two schemas', 'a.b.c'],
    ['a name that PostgreSQL would cut', 'a'.repeat(49)],
  ])('refuse %s', (_, tableName) => {
    expect(() => sessionTables({ tableName: tableName as string })).toThrow(/^tableName: /)
  })

  test('may be 48 characters long', () => {
    expect(sessionTables({ tableName: 'a'.repeat(48) }).session).toHaveLength(48)
  })
})
