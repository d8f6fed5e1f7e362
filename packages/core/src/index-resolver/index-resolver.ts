/** What an index resolver may look at. */
export interface IndexableSession {
  getAttribute(name: string): unknown
}

/** Says under which index values a session can be found. */
export interface IndexResolver {
  /** Index name → value. Must depend on nothing but the session's attributes. */
  resolveIndexesFor(session: IndexableSession): ReadonlyMap<string, string>
}
