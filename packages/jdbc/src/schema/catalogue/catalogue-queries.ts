/**
 * How one database tells what it has. Each statement may use `:session` and `:attributes` (the
 * tables, after their schema and a dot where there is one), `:sessionName`, `:attributesName` and
 * `:schema` (null for none). Names come back as they are stored.
 */
export interface CatalogueQueries {
  /** Rows of `relation`, `field`, `type`. */
  readonly columns: string
  /** Rows of `relation`, `name`, `distinct` (1 or true for a unique one), `field`, in order. */
  readonly indexes: string
  /** A row if attributes are deleted with their session. */
  readonly cascade: string
}
