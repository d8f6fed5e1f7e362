import { InvalidOptionError } from '@session/core'
import type { Knex } from 'knex'

/**
 * MySQL and MariaDB alone: a connection that cuts what does not fit, or writes question marks or halves
 * of surrogate pairs for characters that it does not know, would damage sessions without a word.
 *
 * @throws InvalidOptionError with what to set
 */
export const refuseLaxConnection = async (knex: Knex): Promise<void> => {
  const [[modes]] = (await knex.raw(
    'SELECT @@sql_mode AS strictness, @@character_set_connection AS charset',
  )) as [[{ readonly strictness: string; readonly charset: string }]]
  if (!/STRICT_(TRANS|ALL)_TABLES/.test(modes.strictness))
    throw new InvalidOptionError(
      'knex',
      'a connection without strict mode',
      'It would cut values that are too long: add STRICT_TRANS_TABLES to sql_mode, of the server or in pool.afterCreate.',
    )
  if (modes.charset !== 'utf8mb4')
    throw new InvalidOptionError(
      'knex',
      `a connection with charset: '${modes.charset}'`,
      "It would change characters: set connection.charset: 'utf8mb4'.",
    )
}
