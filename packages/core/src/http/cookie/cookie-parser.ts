const SPACE = 0x20
const TAB = 0x09
const QUOTE = 0x22
const EQUALS = 0x3d
const SEMICOLON = 0x3b

/**
 * The raw values of all cookies of this name in a `Cookie` header, in its order.
 *
 * Only space and tab count as white space: a name behind any other blank is another name, for which
 * the browser did not enforce a `__Host-` prefix. Nothing is decoded and nothing throws.
 */
export function cookieValues(header: string, name: string): string[] {
  const values: string[] = []
  let at = header.indexOf(name)
  while (at !== -1) {
    const equals = at + name.length
    if (header.charCodeAt(equals) === EQUALS && startsPair(header, at)) {
      const end = endOfPair(header, equals)
      values.push(value(header, equals + 1, end))
      at = header.indexOf(name, end)
    } else {
      at = header.indexOf(name, equals)
    }
  }
  return values
}

function startsPair(header: string, at: number): boolean {
  let before = at - 1
  while (isBlank(header.charCodeAt(before))) before--
  return before === -1 || header.charCodeAt(before) === SEMICOLON
}

function endOfPair(header: string, from: number): number {
  const end = header.indexOf(';', from)
  return end === -1 ? header.length : end
}

function value(header: string, from: number, to: number): string {
  let start = from
  let end = to
  while (start < end && isBlank(header.charCodeAt(start))) start++
  while (start < end && isBlank(header.charCodeAt(end - 1))) end--
  const isQuoted =
    end - start >= 2 && header.charCodeAt(start) === QUOTE && header.charCodeAt(end - 1) === QUOTE
  return isQuoted ? header.slice(start + 1, end - 1) : header.slice(start, end)
}

const isBlank = (code: number): boolean => code === SPACE || code === TAB
