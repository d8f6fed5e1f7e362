const COOKIE = /(?:^|;\s*)SESSION=([^;]+)/

/** What a server that does it by hand takes from the header `Cookie`. */
export const presentedId = (header: string | undefined): string =>
  COOKIE.exec(header ?? '')?.[1] ?? ''
