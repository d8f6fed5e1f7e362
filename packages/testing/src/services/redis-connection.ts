import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'

export type RedisReply = string | number | null | Error | readonly RedisReply[]

export interface RedisAddress {
  readonly port: number
  /** Sent before anything else. */
  readonly password?: string | undefined
  /** A PEM file; with it, the connection is a TLS one. */
  readonly ca?: string | undefined
}

interface Waiting {
  resolve(reply: RedisReply): void
  reject(error: Error): void
}

/** Just enough of a client to ask a server on 127.0.0.1 how it is, with no dependency. */
export class RedisConnection {
  readonly #socket: Socket
  readonly #waiting: Waiting[] = []
  #received: Buffer = Buffer.alloc(0)
  #failure = new Error('The connection to Redis was closed.')

  private constructor(socket: Socket) {
    this.#socket = socket
    socket.on('data', (chunk: Buffer) => this.#receive(chunk))
    socket.on('error', (error) => {
      this.#failure = error
    })
    socket.on('close', () => {
      for (const { reject } of this.#waiting.splice(0)) reject(this.#failure)
    })
    // A server that accepts and then says nothing must not keep whoever waits for it to be ready.
    socket.setTimeout(silence, () => {
      socket.destroy(new Error(`Redis said nothing for ${silence} ms.`))
    })
  }

  /** Rejects when nobody listens, or when the password or certificate is refused. */
  static async open({ port, password, ca }: RedisAddress): Promise<RedisConnection> {
    const at = { host: '127.0.0.1', port }
    const socket = ca ? connectTls({ ...at, ca: readFileSync(ca) }) : connect(at)
    await once(socket, ca ? 'secureConnect' : 'connect')
    const connection = new RedisConnection(socket)
    if (password === undefined) return connection
    try {
      await connection.send('AUTH', password)
      return connection
    } catch (error) {
      connection.close()
      throw error
    }
  }

  /** The reply to one command. Rejects with what Redis said when that is an error. */
  send(...command: readonly string[]): Promise<RedisReply> {
    if (this.#socket.destroyed) return Promise.reject(this.#failure)
    const parts = command.map((part) => `$${Buffer.byteLength(part)}\r\n${part}\r\n`)
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject })
      this.#socket.write(`*${parts.length}\r\n${parts.join('')}`)
    })
  }

  close(): void {
    this.#socket.destroy()
  }

  #receive(chunk: Buffer): void {
    this.#received = Buffer.concat([this.#received, chunk])
    for (let read = readReply(this.#received, 0); read; read = readReply(this.#received, 0)) {
      this.#received = this.#received.subarray(read.end)
      const waiting = this.#waiting.shift()
      if (read.reply instanceof Error) waiting?.reject(read.reply)
      else waiting?.resolve(read.reply)
    }
  }
}

const silence = 5000

interface ReadReply {
  readonly reply: RedisReply
  readonly end: number
}

/** The reply that begins at `begin`, or `undefined` while some of its bytes have not come. */
const readReply = (bytes: Buffer, begin: number): ReadReply | undefined => {
  const lineEnd = bytes.indexOf('\r\n', begin)
  if (lineEnd < 0) return undefined
  const kind = bytes.toString('latin1', begin, begin + 1)
  const line = bytes.toString('utf8', begin + 1, lineEnd)
  const end = lineEnd + 2
  if (kind === '+') return { reply: line, end }
  if (kind === '-') return { reply: new Error(line), end }
  if (kind === ':') return { reply: Number(line), end }
  const length = Number(line)
  if (length < 0) return { reply: null, end }
  return kind === '$' ? readText(bytes, end, length) : readList(bytes, end, length)
}

const readText = (bytes: Buffer, begin: number, length: number): ReadReply | undefined => {
  const end = begin + length
  if (bytes.length < end + 2) return undefined
  return { reply: bytes.toString('utf8', begin, end), end: end + 2 }
}

const readList = (bytes: Buffer, begin: number, length: number): ReadReply | undefined => {
  const reply: RedisReply[] = []
  let end = begin
  while (reply.length < length) {
    const item = readReply(bytes, end)
    if (!item) return undefined
    reply.push(item.reply)
    end = item.end
  }
  return { reply, end }
}
