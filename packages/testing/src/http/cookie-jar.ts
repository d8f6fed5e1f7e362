interface StoredCookie {
  readonly name: string
  readonly value: string
  readonly path: string
  readonly domain: string | undefined
  readonly host: string
  readonly secure: boolean
  readonly expires: number
}

/** A cookie that a browser would not take, and why. */
export interface RefusedCookie {
  readonly header: string
  readonly reason: string
}

/**
 * A browser's cookies, as strict as RFC 6265bis: it keeps what a browser keeps, sends what a browser
 * sends, and says what it refused.
 */
export class CookieJar {
  readonly refused: RefusedCookie[] = []
  readonly #cookies = new Map<string, StoredCookie>()

  /** Takes the `Set-Cookie` headers of a response from `url`. */
  store(url: string, headers: readonly string[], now: number = Date.now()): void {
    for (const header of headers) {
      const parsed = parseSetCookie(header, new URL(url), now)
      if (typeof parsed === 'string') {
        this.refused.push({ header, reason: parsed })
        continue
      }
      const key = [parsed.name, parsed.domain ?? parsed.host, parsed.path].join(' ')
      this.#cookies.delete(key)
      if (parsed.expires > now) this.#cookies.set(key, parsed)
    }
  }

  /** The `Cookie` header for a request to `url`; `undefined` when there is nothing to send. */
  header(url: string, now: number = Date.now()): string | undefined {
    const target = new URL(url)
    const pairs = [...this.#cookies.values()]
      .filter((cookie) => cookie.expires > now && isSentTo(cookie, target))
      .sort((one, other) => other.path.length - one.path.length)
      .map(({ name, value }) => `${name}=${value}`)
    return pairs.length === 0 ? undefined : pairs.join('; ')
  }

  /** The value of the cookie of this name, wherever it is sent. */
  get(name: string): string | undefined {
    return [...this.#cookies.values()].find((cookie) => cookie.name === name)?.value
  }

  get size(): number {
    return this.#cookies.size
  }
}

/** The cookie, or the reason for refusing it. */
function parseSetCookie(header: string, url: URL, now: number): StoredCookie | string {
  const [pair = '', ...rest] = header.split(';')
  const equals = pair.indexOf('=')
  if (equals < 1) return 'it has no name'
  const name = pair.slice(0, equals).trim()
  const value = pair.slice(equals + 1).trim()
  const attributes = new Map(
    rest.map((text) => {
      const [key = '', ...words] = text.split('=')
      return [key.trim().toLowerCase(), words.join('=').trim()]
    }),
  )
  const secure = attributes.has('secure')
  const given = attributes.get('path')
  const path = given?.startsWith('/') ? given : defaultPath(url)
  const domain = attributes.get('domain')?.replace(/^\./, '').toLowerCase() || undefined
  const problem =
    problemOfText(name, value) ??
    problemOfPrefix(name, secure, domain, given) ??
    problemOfPlace(secure, domain, attributes.get('samesite'), url)
  return (
    problem ?? {
      name,
      value,
      path,
      domain,
      host: url.hostname,
      secure,
      expires: expiry(attributes, now),
    }
  )
}

function problemOfText(name: string, value: string): string | undefined {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: exactly those are refused.
  if (/[\u0000-\u0008\u000a-\u001f\u007f]/.test(name + value)) return 'it has a control character'
  return name.length + value.length > 4096 ? 'name and value are over 4096 bytes' : undefined
}

function problemOfPrefix(
  name: string,
  secure: boolean,
  domain: string | undefined,
  path: string | undefined,
): string | undefined {
  if (/^__Secure-/i.test(name) && !secure) return '__Secure- needs Secure'
  const isHost = /^__Host-/i.test(name)
  if (isHost && !(secure && domain === undefined && path === '/')) {
    return '__Host- needs Secure, Path=/ and no Domain'
  }
  return undefined
}

function problemOfPlace(
  secure: boolean,
  domain: string | undefined,
  sameSite: string | undefined,
  url: URL,
): string | undefined {
  if (secure && url.protocol !== 'https:') return 'Secure came over a plain connection'
  if (sameSite?.toLowerCase() === 'none' && !secure) return 'SameSite=None needs Secure'
  if (domain !== undefined && !isBelow(url.hostname, domain)) return 'Domain is somebody else'
  return undefined
}

function expiry(attributes: ReadonlyMap<string, string>, now: number): number {
  const maxAge = attributes.get('max-age')
  if (maxAge !== undefined && /^-?\d+$/.test(maxAge)) {
    return Number(maxAge) <= 0 ? Number.NEGATIVE_INFINITY : now + Number(maxAge) * 1000
  }
  const expires = Date.parse(attributes.get('expires') ?? '')
  return Number.isNaN(expires) ? Number.POSITIVE_INFINITY : expires
}

const defaultPath = ({ pathname }: URL): string =>
  pathname.slice(0, Math.max(pathname.lastIndexOf('/'), 1))

const isBelow = (host: string, domain: string): boolean =>
  host === domain || host.endsWith(`.${domain}`)

function isSentTo({ domain, host, path, secure }: StoredCookie, target: URL): boolean {
  if (secure && target.protocol !== 'https:') return false
  if (domain === undefined ? target.hostname !== host : !isBelow(target.hostname, domain)) {
    return false
  }
  const { pathname } = target
  return (
    pathname === path ||
    (pathname.startsWith(path) && (path.endsWith('/') || pathname[path.length] === '/'))
  )
}
