import { createRequire } from 'node:module'
import { InvalidOptionError } from '@session/core'
import type { ScriptDialect } from './schema-dialect.ts'

const dialects: readonly ScriptDialect[] = [
  'postgresql',
  'mysql',
  'mariadb',
  'sqlite',
  'sqlserver',
  'oracle',
]

/**
 * The path of the script that makes the tables, or of the one that drops them, for the shell of the
 * database, your own migrations, or an image.
 *
 * @throws InvalidOptionError for a database without one
 */
export const schemaScript = (
  dialect: ScriptDialect,
  purpose: 'create' | 'drop' = 'create',
): string => {
  if (!dialects.includes(dialect))
    throw new InvalidOptionError('dialect', dialect, `Use one of '${dialects.join("', '")}'.`)
  const file = `schema-${purpose === 'drop' ? 'drop-' : ''}${dialect}.sql`
  // By the package's name, because sources and bundles are not equally far from it.
  return createRequire(import.meta.url).resolve(`@session/jdbc/schema/${file}`)
}
