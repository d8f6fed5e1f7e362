import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { responseLength } from './response-length.ts'

interface Exchange {
  resolve(response: Buffer): void
  reject(error: unknown): void
}

/** One connection of a client that sends a request when the last one was answered. */
export class KeepAliveConnection {
  readonly #socket: Socket
  #received: Buffer = EMPTY
  #exchange: Exchange | undefined

  private constructor(socket: Socket) {
    this.#socket = socket
    socket.on('data', (chunk) => this.#receive(chunk))
    socket.on('error', (error) => this.#fail(error))
    socket.on('close', () => this.#fail(new Error('The server closed the connection.')))
  }

  static async open(port: number): Promise<KeepAliveConnection> {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true })
    await once(socket, 'connect')
    return new KeepAliveConnection(socket)
  }

  /** The whole response, head and body. Anything but a 200 with a declared length is an error. */
  exchange(request: Buffer): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      this.#exchange = { resolve, reject }
      this.#socket.write(request)
    })
  }

  close(): void {
    this.#socket.destroy()
  }

  #receive(chunk: Buffer): void {
    const received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk])
    this.#received = received
    try {
      const length = responseLength(received)
      if (length === undefined || received.length < length) return
      this.#received = EMPTY
      const exchange = this.#exchange
      this.#exchange = undefined
      exchange?.resolve(received)
    } catch (error) {
      this.#fail(error)
    }
  }

  #fail(error: unknown): void {
    this.#exchange?.reject(error)
    this.#exchange = undefined
  }
}

const EMPTY = Buffer.alloc(0)
