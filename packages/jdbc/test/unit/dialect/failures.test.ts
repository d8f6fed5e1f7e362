import { describe, expect, test } from 'vitest'
import { mysql } from '../../../src/dialect/mysql.ts'
import { oracle } from '../../../src/dialect/oracle.ts'
import { sqlserver } from '../../../src/dialect/sqlserver.ts'

describe.each([
  {
    dialect: mysql,
    property: 'errno',
    codes: { contended: 1213, duplicate: 1062, 'read-only': 1290, full: 1114, refused: 1040 },
  },
  {
    dialect: sqlserver,
    property: 'number',
    codes: { contended: 1205, duplicate: 2627, 'read-only': 3906, full: 1105, refused: 40613 },
  },
  {
    dialect: oracle,
    property: 'errorNum',
    codes: { contended: 60, duplicate: 1, 'read-only': 16000, full: 1653, refused: 1034 },
  },
])('the errors of $dialect.name', ({ dialect, property, codes }) => {
  test.each(Object.entries(codes))('tell that a step was %s', (failure, code) => {
    const error = Object.assign(new Error('no matter what it says'), { [property]: code })
    expect(dialect.failureOf(error)).toBe(failure)
  })

  test('that are not known tell nothing', () => {
    expect(dialect.failureOf(Object.assign(new Error(), { [property]: 99_999 }))).toBeUndefined()
    expect(dialect.failureOf(new Error())).toBeUndefined()
    expect(dialect.failureOf(undefined)).toBeUndefined()
    expect(dialect.failureOf(null)).toBeUndefined()
  })
})
