const OCTETS = String.raw`[\x21\x23-\x2B\x2D-\x3A\x3C-\x5B\x5D-\x7E]`
const DATE = String.raw`(?:Sun|Mon|Tue|Wed|Thu|Fri|Sat), \d{2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d{2}:\d{2}:\d{2} GMT`

const PAIR = new RegExp(`^[!#$%&'*+.^_\`|~0-9A-Za-z-]+=${OCTETS}*$`)
const ATTRIBUTES: Readonly<Record<string, RegExp>> = {
  'Max-Age': /^=(?:0|[1-9]\d*)$/,
  Expires: new RegExp(`^=${DATE}$`),
  // Underscores are no letters of DNS names, but of hosts that exist.
  Domain: /^=\w(?:[\w.-]*\w)?$/,
  Path: /^=\/[\x20-\x3A\x3C-\x7E]*$/,
  Secure: /^$/,
  HttpOnly: /^$/,
  Partitioned: /^$/,
  SameSite: /^=(?:Lax|Strict|None)$/,
  Priority: /^=(?:Low|Medium|High)$/,
}

/** What is wrong with a `Set-Cookie` by RFC 6265 section 4.1 and its successors; empty = nothing. */
export function setCookieFaults(header: string): string[] {
  const [pair, ...attributes] = header.split('; ')
  // 4096 for name and value: the sign between does not count.
  const faults = PAIR.test(pair!) && pair!.length <= 4097 ? [] : ['pair']
  const seen = new Set<string>()
  for (const attribute of attributes) {
    const name = attribute.split('=', 1)[0]!
    if (seen.has(name)) faults.push(`${name} twice`)
    seen.add(name)
    if (!ATTRIBUTES[name]?.test(attribute.slice(name.length))) faults.push(attribute)
  }
  if (pair!.startsWith('__Host-') && (!seen.has('Secure') || seen.has('Domain')))
    faults.push('__Host-')
  if (pair!.startsWith('__Secure-') && !seen.has('Secure')) faults.push('__Secure-')
  return faults
}
