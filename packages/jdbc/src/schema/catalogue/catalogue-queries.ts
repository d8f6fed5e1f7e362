/**
 * How one database tells what it has. Each statement may use `:session`, `:attributes` and
 * `:indexes` (the tables, after their schema and a dot where there is one), the same with `Name`
 * behind it (without one), and `:schema` (null for none); where there may be a table of events,
 * `:eventsName`. Names come back as they are stored.
 */
export interface CatalogueQueries {
  /** Rows of `relation`, `field`, `type`. */
  readonly columns: string
  /** Rows of `relation`, `name`, `distinct` (1 or true for a unique one), `field`, in order. */
  readonly indexes: string
  /** A row of `relation` for each table whose rows are deleted with their session. */
  readonly cascades: string
}
