import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type FaultProxy, faultProxy } from '../../../src/services/fault-proxy.ts'
import { freePort } from '../../../src/services/free-port.ts'

/** A second suffices for all of it, on a machine that has nothing else to do. */
const until = (check: () => void): Promise<void> =>
  vi.waitFor(check, { timeout: 5000, interval: 5 })

/** One end of a connection, with all that it has seen. */
class End {
  readonly socket: Socket
  readonly pieces: string[] = []
  ended = false
  error: string | undefined

  constructor(socket: Socket) {
    this.socket = socket
    socket.setNoDelay()
    socket.on('data', (bytes) => this.pieces.push(String(bytes)))
    socket.on('end', () => {
      this.ended = true
    })
    socket.on('error', (error) => {
      this.error = (error as NodeJS.ErrnoException).code
    })
  }

  get text(): string {
    return this.pieces.join('')
  }
}

describe('faultProxy', () => {
  /** The target's ends, in the order in which they were accepted. Each answers with what it gets. */
  const accepted: End[] = []
  const target = createServer({ allowHalfOpen: true }, (socket) => {
    const end = new End(socket)
    accepted.push(end)
    socket.on('data', (bytes) => socket.write(bytes))
    socket.on('end', () => socket.end('bye'))
  })
  const clients: End[] = []
  let targetPort: number
  let proxy: FaultProxy

  const to = (port: number): End => {
    const client = new End(connect({ port, host: '127.0.0.1', allowHalfOpen: true }))
    clients.push(client)
    return client
  }
  /** A client behind the proxy and its end at the target, once both stand. */
  const pair = async (): Promise<{ client: End; server: End }> => {
    const count = accepted.length
    const client = to(proxy.port)
    await until(() => expect(accepted).toHaveLength(count + 1))
    return { client, server: accepted[count] as End }
  }
  /** When this has come back, whatever was sent before it in this process has been seen. */
  const roundTrips = async (): Promise<void> => {
    for (let trip = 0; trip < 3; trip += 1) {
      const client = to(targetPort)
      client.socket.write('.')
      await once(client.socket, 'data')
      client.socket.destroy()
    }
  }
  const seesReset = (end: End): Promise<void> => until(() => expect(end.error).toBe('ECONNRESET'))

  beforeEach(async () => {
    target.listen(0, '127.0.0.1')
    await once(target, 'listening')
    targetPort = (target.address() as AddressInfo).port
    proxy = await faultProxy({ port: targetPort })
  })
  afterEach(async () => {
    await proxy.close()
    for (const { socket } of [...clients.splice(0), ...accepted.splice(0)]) socket.destroy()
    target.close()
    await once(target, 'close')
  })

  test('passes data at first, and an end while the answer is still to come', async () => {
    const client = to(proxy.port)
    client.socket.end('hello ')
    await until(() => expect(client.ended).toBe(true))
    expect(client.text).toBe('hello bye')
    expect(client.error).toBeUndefined()
    await until(() => expect(proxy.connections[0]?.open).toBe(false))
  })

  test('counts for each connection what went through it', async () => {
    const { client } = await pair()
    await pair()
    client.socket.write('12345')
    await until(() => expect(client.text).toBe('12345'))
    const open = true
    expect(proxy.connections).toMatchObject([
      { open, fromClient: 5, toTarget: 5, fromTarget: 5, toClient: 5 },
      { open, fromClient: 0, toTarget: 0, fromTarget: 0, toClient: 0 },
    ])
  })

  test('delays each direction, and keeps the order', async () => {
    const { client } = await pair()
    await proxy.setMode({ delay: 40 })
    const begin = performance.now()
    client.socket.write('first ')
    client.socket.write('second')
    await until(() => expect(client.text).toBe('first second'))
    // Timers count whole milliseconds, and may be early by one.
    expect(performance.now() - begin).toBeGreaterThanOrEqual(78)
  })

  test('sends byte by byte', async () => {
    const { client, server } = await pair()
    await proxy.setMode('split-writes')
    const text = 'a byte at a time'.repeat(10)
    client.socket.write(text)
    await until(() => expect(client.text).toBe(text))
    // Two that come close together may be read as one.
    expect(server.pieces.length).toBeGreaterThan(text.length / 2)
    expect(client.pieces.length).toBeGreaterThan(text.length / 2)
  })

  test('refuses new connections, leaves the others, and accepts again on the same port', async () => {
    const { client } = await pair()
    await proxy.setMode('refuse')
    const refused = to(proxy.port)
    await until(() => expect(refused.error).toBe('ECONNREFUSED'))
    client.socket.write('still here')
    await until(() => expect(client.text).toBe('still here'))
    await proxy.setMode('pass')
    const { client: later } = await pair()
    later.socket.write('welcome')
    await until(() => expect(later.text).toBe('welcome'))
  })

  test('cuts both ends of every connection, and of each new one', async () => {
    const { client, server } = await pair()
    await proxy.setMode('cut')
    await seesReset(client)
    await seesReset(server)
    await seesReset(to(proxy.port))
    await proxy.setMode('pass')
    const { client: later } = await pair()
    later.socket.write('again')
    await until(() => expect(later.text).toBe('again'))
  })

  test('holds what is sent, in both directions, and delivers it when released', async () => {
    const { client, server } = await pair()
    await proxy.setMode('hold')
    client.socket.write('request')
    server.socket.write('news ')
    await until(() => expect(proxy.connections[0]).toMatchObject({ fromClient: 7, fromTarget: 5 }))
    await roundTrips()
    expect([server.text, client.text]).toEqual(['', ''])
    expect(proxy.connections[0]).toMatchObject({ toTarget: 0, toClient: 0 })
    await proxy.setMode('pass')
    await until(() => expect(client.text).toBe('news request'))
    expect(server.text).toBe('request')
  })

  test('holds a megabyte as well as a byte', async () => {
    const { client, server } = await pair()
    await proxy.setMode('hold')
    const text = 'x'.repeat(1 << 20)
    client.socket.write(text)
    await until(() => expect(proxy.connections[0]?.fromClient).toBeGreaterThan(0))
    await proxy.setMode('pass')
    await until(() => expect(server.text.length).toBe(text.length))
  })

  test('holds back an end and a reset too', async () => {
    const one = await pair()
    const other = await pair()
    await proxy.setMode('hold')
    one.server.socket.end()
    other.server.socket.resetAndDestroy()
    await roundTrips()
    expect(one.client.ended).toBe(false)
    expect(other.client.error).toBeUndefined()
    await proxy.setMode('pass')
    await until(() => expect(one.client.ended).toBe(true))
    await seesReset(other.client)
  })

  test('accepts new connections while it holds', async () => {
    await proxy.setMode('hold')
    const client = to(proxy.port)
    client.socket.write('early')
    await until(() => expect(proxy.connections[0]?.fromClient).toBe(5))
    expect(client.text).toBe('')
    await proxy.setMode('pass')
    await until(() => expect(client.text).toBe('early'))
  })

  test('drops what it holds when it cuts', async () => {
    const { client, server } = await pair()
    await proxy.setMode('hold')
    client.socket.write('lost')
    await until(() => expect(proxy.connections[0]?.fromClient).toBe(4))
    await proxy.setMode('cut')
    await seesReset(client)
    await seesReset(server)
    expect(server.text).toBe('')
  })

  test('drops replies after the requests have arrived', async () => {
    const { client, server } = await pair()
    await proxy.setMode('drop-reply')
    client.socket.write('transfer')
    await seesReset(client)
    await seesReset(server)
    expect(server.text).toBe('transfer')
    expect(client.text).toBe('')
    expect(proxy.mode).toBe('drop-reply')
  })

  test('drops the reply to one chosen request, once, and then passes', async () => {
    const { client, server } = await pair()
    const { client: bystander } = await pair()
    await proxy.setMode({ dropReplyTo: 'EVAL' })
    client.socket.write('PING')
    await until(() => expect(client.text).toBe('PING'))
    client.socket.write('EVAL 1')
    await seesReset(client)
    expect(server.text).toBe('PINGEVAL 1')
    expect(client.text).toBe('PING')
    expect(proxy.mode).toBe('pass')
    bystander.socket.write('EVAL 2')
    await until(() => expect(bystander.text).toBe('EVAL 2'))
  })

  test('resets a connection when the target refuses it', async () => {
    const lonely = await faultProxy({ port: await freePort() })
    const client = to(lonely.port)
    await seesReset(client)
    await lonely.close()
  })

  test('closes with connections that it holds, and gives the port back', async () => {
    const { client, server } = await pair()
    await proxy.setMode('hold')
    await proxy.close()
    expect(proxy.connections[0]?.open).toBe(false)
    await seesReset(client)
    await seesReset(server)
    const late = to(proxy.port)
    await until(() => expect(late.error).toBe('ECONNREFUSED'))
  })
})
