import * as jdbc from '@session/jdbc'
import { expect, test } from 'vitest'

// A name that is added or taken away shows in review.
test('@session/jdbc offers these values and no others', () => {
  expect(Object.keys(jdbc).sort()).toMatchInlineSnapshot(`
    [
      "JdbcIndexedSessionRepository",
      "checkSessionTables",
      "createSessionTables",
      "dropSessionTables",
      "jdbcRepositoryDefaults",
      "schemaScript",
      "sessionMigrationSource",
    ]
  `)
})
