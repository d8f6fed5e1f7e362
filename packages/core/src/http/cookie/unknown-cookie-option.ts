import { InvalidOptionError } from '../../errors/invalid-option-error.ts'
import type { CookieOptions } from './cookie-options.ts'

const KNOWN: Record<keyof CookieOptions, true> = {
  name: true,
  path: true,
  domain: true,
  domainPattern: true,
  maxAge: true,
  httpOnly: true,
  secure: true,
  sameSite: true,
  partitioned: true,
  priority: true,
  base64: true,
  jvmRoute: true,
  signingKeys: true,
}

/** What other libraries, and Spring's setters, call the same thing. Keys in lower case. */
const MEANT: Readonly<Record<string, string>> = {
  key: "Write 'name'.",
  cookiename: "Write 'name'.",
  cookiepath: "Write 'path'.",
  domainname: "Write 'domain'.",
  domainnamepattern: "Write 'domainPattern'.",
  cookiemaxage: "Write 'maxAge', with a unit: '14d'.",
  expires: "Write 'maxAge': Expires is computed from it.",
  usehttponlycookie: "Write 'httpOnly'.",
  usesecurecookie: "Write 'secure'.",
  usebase64encoding: "Write 'base64'.",
  encode: "Write 'base64'.",
  decode: "Write 'base64'.",
  secret: "Write 'signingKeys', a list.",
  secrets: "Write 'signingKeys'.",
  keys: "Write 'signingKeys'.",
  signed: "Write 'signingKeys'.",
  remembermerequestattribute: 'Call rememberMe() on the session.',
}

/** Refuses misspelt and foreign names: an option that is ignored may be the one that mattered. */
export function refuseUnknownCookieOptions(options: object): void {
  for (const name of Object.keys(options)) {
    if (Object.hasOwn(KNOWN, name)) continue
    // The name alone: the value of a foreign option may be a secret.
    throw new InvalidOptionError('cookie', name, `There is no such option. ${remedyFor(name)}`)
  }
}

function remedyFor(name: string): string {
  const lower = name.toLowerCase()
  if (Object.hasOwn(MEANT, lower)) return MEANT[lower]!
  const misspelt = Object.keys(KNOWN).find((known) => known.toLowerCase() === lower)
  return misspelt === undefined
    ? `The options are ${Object.keys(KNOWN).join(', ')}.`
    : `Write '${misspelt}'.`
}
