import { EventEmitter, once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { comparableHeaders, type Received } from './received.ts'

/** A connection that sends what it is told to and keeps every byte that comes back. */
export class RawClient {
  readonly socket: Socket
  bytes = ''
  closed = false
  #used = 0
  readonly #progress = new EventEmitter()

  private constructor(socket: Socket) {
    this.socket = socket
    socket.setEncoding('latin1')
    socket.on('data', (text: string) => {
      this.bytes += text
      this.#progress.emit('more')
    })
    socket.on('error', () => undefined)
    socket.on('close', () => {
      this.closed = true
      this.#progress.emit('more')
    })
  }

  static async connect(port: number): Promise<RawClient> {
    const socket = connect(port, '127.0.0.1')
    await once(socket, 'connect')
    return new RawClient(socket)
  }

  send(text: string): void {
    this.socket.write(text, 'latin1')
  }

  get(path: string, headers = '', method = 'GET'): void {
    this.send(`${method} ${path} HTTP/1.1\r\nHost: test\r\n${headers}\r\n`)
  }

  async until(condition: () => boolean): Promise<void> {
    while (!condition()) await once(this.#progress, 'more')
  }

  /** The next response on this connection: whole, or as much as came before it was cut. */
  async receive(method = 'GET'): Promise<Received> {
    for (;;) {
      const parsed = parse(this.bytes.slice(this.#used), method, this.closed)
      if (parsed !== undefined) {
        this.#used += parsed.length
        return parsed.received
      }
      await once(this.#progress, 'more')
    }
  }

  close(): void {
    this.socket.destroy()
  }
}

function parse(
  text: string,
  method: string,
  closed: boolean,
): { received: Received; length: number } | undefined {
  const headEnd = text.indexOf('\r\n\r\n')
  if (headEnd === -1) {
    return closed
      ? { received: { status: 0, headers: [], body: '', whole: false }, length: text.length }
      : undefined
  }
  const [statusLine = '', ...lines] = text.slice(0, headEnd).split('\r\n')
  const status = Number(statusLine.split(' ')[1])
  if (status < 200) {
    const rest = parse(text.slice(headEnd + 4), method, closed)
    return rest && { ...rest, length: rest.length + headEnd + 4 }
  }
  const headers = lines.map((line): [string, string] => {
    const colon = line.indexOf(':')
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]
  })
  const { body, whole, length } = readBody(text.slice(headEnd + 4), headers, method, status, closed)
  if (!whole && !closed) return undefined
  const received = { status, headers: comparableHeaders(headers), body, whole }
  return { received, length: headEnd + 4 + length }
}

function readBody(
  text: string,
  headers: readonly (readonly [string, string])[],
  method: string,
  status: number,
  closed: boolean,
): { body: string; whole: boolean; length: number } {
  const header = (name: string) => headers.find(([present]) => present === name)?.[1]
  if (method === 'HEAD' || status === 204 || status === 304) {
    return { body: '', whole: true, length: 0 }
  }
  const declared = header('content-length')
  if (declared !== undefined) {
    const length = Math.min(Number(declared), text.length)
    return { body: text.slice(0, length), whole: length === Number(declared), length }
  }
  if (header('transfer-encoding') !== 'chunked') {
    return { body: text, whole: closed, length: text.length }
  }
  let body = ''
  let at = 0
  for (;;) {
    const lineEnd = text.indexOf('\r\n', at)
    const size = Number.parseInt(text.slice(at, lineEnd), 16)
    if (lineEnd === -1 || Number.isNaN(size) || text.length < lineEnd + 4 + size) {
      return { body, whole: false, length: text.length }
    }
    body += text.slice(lineEnd + 2, lineEnd + 2 + size)
    at = lineEnd + 4 + size
    if (size === 0) return { body, whole: true, length: at }
  }
}
