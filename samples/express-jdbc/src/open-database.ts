import createKnex, { type Knex } from 'knex'

/**
 * `postgres://…`, or `sqlite:` and a file. This is all that knows which database it is.
 * @throws Error for any other URL
 */
export function openDatabase(url: string): Knex {
  const [, scheme, rest = ''] = /^(\w+):(.+)$/.exec(url) ?? []
  switch (scheme) {
    case 'sqlite':
      return createKnex({
        client: 'better-sqlite3',
        connection: { filename: rest },
        useNullAsDefault: true, // SQLite knows no DEFAULT in an INSERT, and knex wants that said
      })
    case 'postgres':
    case 'postgresql':
      return createKnex({ client: 'pg', connection: url })
    default:
      throw new Error('DATABASE_URL must be sqlite:<file> or postgres://…')
  }
}
