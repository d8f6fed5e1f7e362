type Name = readonly [pattern: RegExp, name: string]

// In this order: most browsers also name the ones below them.
const BROWSERS: readonly Name[] = [
  [/Edg(e|A|iOS)?\//, 'Edge'],
  [/OPR\//, 'Opera'],
  [/(Firefox|FxiOS)\//, 'Firefox'],
  [/(Chrome|CriOS)\//, 'Chrome'],
  [/Safari\//, 'Safari'],
  [/^curl\//, 'curl'],
]

const SYSTEMS: readonly Name[] = [
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'Mac'],
  [/Linux/, 'Linux'],
]

/** Names from fixed lists: what a client says of itself may be anything, and somebody else reads it. */
export function deviceOf(userAgent = ''): string {
  const named = (names: readonly Name[]) => names.find(([pattern]) => pattern.test(userAgent))?.[1]
  const system = named(SYSTEMS)
  return `${named(BROWSERS) ?? 'Unknown browser'}${system === undefined ? '' : ` on ${system}`}`
}
