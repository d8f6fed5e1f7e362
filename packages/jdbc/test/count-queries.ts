import type { Knex } from 'knex'

/** Counts the statements that knex sends. */
export function countQueries(knex: Knex): () => number {
  let count = 0
  knex.on('query', () => {
    count++
  })
  return () => count
}
