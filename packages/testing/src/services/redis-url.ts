/** Where servers are and what they ask for, as read from the URL of one of the Redis services. */
export interface RedisLocation {
  /** One server, or the first nodes of a cluster, or the sentinels. */
  readonly nodes: readonly RedisNode[]
  /** What the sentinels call their master; only in `redis+sentinel:` URLs. */
  readonly masterName?: string
  readonly password?: string
  /** The file of the authority that signed the server's certificate, PEM; only in `rediss:` URLs. */
  readonly ca?: string
}

export interface RedisNode {
  readonly host: string
  readonly port: number
}

/**
 * Reads the URLs that the Redis services hand to tests:
 *
 * ```
 * redis://:password@127.0.0.1:6379
 * rediss://:password@127.0.0.1:6379?ca=/path/to/ca.crt
 * redis+cluster://127.0.0.1:7001,127.0.0.1:7002,127.0.0.1:7003
 * redis+sentinel://127.0.0.1:26379,127.0.0.1:26380,127.0.0.1:26381/mymaster
 * ```
 *
 * Without a port, 6379. Throws a `TypeError` for what is no URL.
 */
export const parseRedisUrl = (url: string): RedisLocation => {
  // A WHATWG URL has one host: it gets the first, and the others are read beside it.
  const others = /,[^/?]*/.exec(url)?.[0] ?? ''
  const first = new URL(url.replace(others, ''))
  const hosts = [first.host, ...others.split(',').slice(1)]
  const masterName = first.protocol === 'redis+sentinel:' ? first.pathname.slice(1) : ''
  const ca = first.searchParams.get('ca')
  return {
    nodes: hosts.map(parseNode),
    ...(masterName && { masterName }),
    ...(first.password && { password: decodeURIComponent(first.password) }),
    ...(ca && { ca }),
  }
}

const parseNode = (host: string): RedisNode => {
  const { hostname, port } = new URL(`redis://${host}`)
  return { host: hostname.replace(/^\[(.*)\]$/, '$1'), port: Number(port || 6379) }
}
