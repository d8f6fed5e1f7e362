import type { HttpSessionIdResolver } from './http-session-id-resolver.ts'

/**
 * Several ways side by side, as for browsers with cookies and API clients with a header: ids are
 * looked for in the order given, and told in every way.
 */
export function compositeIdResolver(
  first: HttpSessionIdResolver,
  ...rest: readonly HttpSessionIdResolver[]
): HttpSessionIdResolver {
  const resolvers = [first, ...rest]
  return {
    vary: united(resolvers),
    resolveSessionIds: (exchange) =>
      resolvers.flatMap((resolver) => resolver.resolveSessionIds(exchange)),
    setSessionId(exchange, sessionId, options) {
      for (const resolver of resolvers) resolver.setSessionId(exchange, sessionId, options)
    },
    expireSession(exchange) {
      for (const resolver of resolvers) resolver.expireSession(exchange)
    },
  }
}

/** Names of headers are the same in any case. */
function united(resolvers: readonly HttpSessionIdResolver[]): readonly string[] {
  const names = new Map<string, string>()
  for (const name of resolvers.flatMap((resolver) => resolver.vary)) {
    if (!names.has(name.toLowerCase())) names.set(name.toLowerCase(), name)
  }
  return [...names.values()]
}
