import type { Knex } from 'knex'

export interface CartReportRow {
  readonly item: string
  /** In how many carts it lies now. */
  readonly carts: number
  readonly pieces: number
}

/**
 * What lies in the carts of all live sessions: a question to the database, which decodes nothing in
 * this process and loads no session.
 */
export async function cartReport(database: Knex): Promise<readonly CartReportRow[]> {
  const { rows } = await database.raw(`
    SELECT line->>'item' AS item,
           count(*)::int AS carts,
           sum((line->>'count')::int)::int AS pieces
    FROM SPRING_SESSION
    JOIN SPRING_SESSION_ATTRIBUTES ON SESSION_PRIMARY_ID = PRIMARY_ID
    CROSS JOIN LATERAL jsonb_array_elements(ATTRIBUTE_BYTES) AS line
    WHERE ATTRIBUTE_NAME = 'cart'
      AND EXPIRY_TIME > extract(epoch FROM now()) * 1000
    GROUP BY item
    ORDER BY pieces DESC, item`)
  return rows
}
