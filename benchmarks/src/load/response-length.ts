const CONTENT_LENGTH = /\r\ncontent-length: (\d+)/i

/**
 * How many bytes the response at the start of these bytes has; `undefined` while its head is
 * incomplete. Understands what the servers here send, and throws at anything else.
 */
export function responseLength(bytes: Buffer): number | undefined {
  const endOfHead = bytes.indexOf('\r\n\r\n')
  if (endOfHead === -1) return undefined
  const head = bytes.toString('latin1', 0, endOfHead)
  const length = CONTENT_LENGTH.exec(head)?.[1]
  if (!head.startsWith('HTTP/1.1 200 ') || length === undefined) {
    throw new Error(`Not a response that can be measured:\n${bytes.toString()}`)
  }
  return endOfHead + 4 + Number(length)
}
