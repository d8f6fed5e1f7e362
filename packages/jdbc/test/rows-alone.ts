import type { Knex } from 'knex'

/** Lets raw statements on MySQL resolve to their rows, as they do on other databases. */
export const rowsAlone = (knex: Knex): Knex => {
  knex.client.config.postProcessResponse = (result: unknown): unknown =>
    Array.isArray(result) && Array.isArray(result[0]) ? result[0] : result
  return knex
}
