/** The host without its port. An IPv6 address keeps its brackets, as in a URL. */
export function withoutPort(host: string): string {
  const colon = host.indexOf(':', host.startsWith('[') ? host.indexOf(']') + 1 : 0)
  return colon === -1 ? host : host.slice(0, colon)
}
