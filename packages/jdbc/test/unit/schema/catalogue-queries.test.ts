import makeKnex from 'knex'
import { expect, test } from 'vitest'
import { oracleCatalogue } from '../../../src/schema/catalogue/oracle.ts'
import { sqlserverCatalogue } from '../../../src/schema/catalogue/sqlserver.ts'

test.each([
  { name: 'sqlserver', client: 'mssql', queries: sqlserverCatalogue },
  { name: 'oracle', client: 'oracledb', queries: oracleCatalogue },
])(
  'the catalogue of $name is asked by these, as knex compiles them',
  async ({ name, client, queries }) => {
    const knex = makeKnex({ client })
    const bindings = {
      session: 'app.visits',
      attributes: 'app.visits_ATTRIBUTES',
      indexes: 'app.visits_INDEXES',
      sessionName: 'visits',
      attributesName: 'visits_ATTRIBUTES',
      indexesName: 'visits_INDEXES',
      schema: 'app',
    }
    const compiled = Object.entries(queries).map(([what, text]) => {
      const { sql, bindings: values } = knex.raw(text, bindings).toSQL().toNative()
      return `-- ${what}: ${values.join(', ')}\n${sql.trim()};\n`
    })
    await expect(compiled.join('\n')).toMatchFileSnapshot(`catalogue/${name}.sql`)
  },
)
