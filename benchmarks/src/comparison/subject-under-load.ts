import { type Burst, runBurst } from '../load/burst.ts'
import { KeepAliveConnection } from '../load/keep-alive-connection.ts'
import { SubjectProcess, type SubjectProcessOptions } from '../server/subject-process.ts'
import type { SessionSize } from '../subjects/example-session.ts'
import type { RequestKind } from './comparison.ts'

/** What a subject without sessions is sent, so that all requests are equally long. */
const NO_SESSION = `SESSION=${'0'.repeat(48)}`
const COUNTED_REQUESTS = 10
/** Requests before those that count, in parts of them. */
const RUN_UP = 0.1

/** A server, its clients, and a session of each size for each of them. */
export class SubjectUnderLoad {
  readonly #process: SubjectProcess
  readonly #connections: readonly KeepAliveConnection[]
  readonly #cookies: Readonly<Record<SessionSize, readonly string[]>>

  private constructor(
    process: SubjectProcess,
    connections: readonly KeepAliveConnection[],
    cookies: Readonly<Record<SessionSize, readonly string[]>>,
  ) {
    this.#process = process
    this.#connections = connections
    this.#cookies = cookies
  }

  static async start(
    file: string,
    clients: number,
    options: SubjectProcessOptions,
  ): Promise<SubjectUnderLoad> {
    const process = await SubjectProcess.start(file, options)
    const connections: KeepAliveConnection[] = []
    const cookies: Record<SessionSize, string[]> = { small: [], large: [] }
    for (let i = 0; i < clients; i++) {
      const connection = await KeepAliveConnection.open(process.port)
      connections.push(connection)
      for (const size of ['small', 'large'] as const) {
        cookies[size].push(await newSession(connection, size))
      }
    }
    return new SubjectUnderLoad(process, connections, cookies)
  }

  /** The request that client `i` sends. */
  request({ request, size }: RequestKind, i = 0): Buffer {
    const cookie = request === 'anonymous' ? undefined : (this.#cookies[size][i] ?? NO_SESSION)
    return requestBytes(`GET /${size}/${request === 'anonymous' ? 'untouched' : request}`, cookie)
  }

  /** One answer to one request, head and body. */
  async answer(kind: RequestKind): Promise<Buffer> {
    return (this.#connections[0] as KeepAliveConnection).exchange(this.request(kind))
  }

  /** Calls of its store for one request. */
  async storeCalls(kind: RequestKind): Promise<number> {
    await this.#process.ask('count-store-calls')
    for (let i = 0; i < COUNTED_REQUESTS; i++) await this.answer(kind)
    return (await this.#process.ask('store-calls')) / COUNTED_REQUESTS
  }

  async burst(kind: RequestKind, count: number): Promise<Burst & { cpu: number }> {
    const requests = this.#connections.map((_, i) => this.request(kind, i))
    // Brings the code and the data of this kind back into the processor's caches. A forced garbage
    // collection would not help: it also throws away optimized code, and that is then measured.
    await runBurst(this.#connections, requests, count * RUN_UP)
    const before = await this.#process.ask('cpu-time')
    const burst = await runBurst(this.#connections, requests, count)
    const after = await this.#process.ask('cpu-time')
    return { ...burst, cpu: (after - before) / count }
  }

  async stop(): Promise<void> {
    for (const connection of this.#connections) connection.close()
    await this.#process.stop()
  }
}

async function newSession(connection: KeepAliveConnection, size: SessionSize): Promise<string> {
  const response = await connection.exchange(requestBytes(`POST /${size}`, undefined))
  return /\r\nset-cookie: ([^;\r]+)/i.exec(response.toString())?.[1] ?? NO_SESSION
}

function requestBytes(line: string, cookie: string | undefined): Buffer {
  const head = [
    `${line} HTTP/1.1`,
    'Host: 127.0.0.1',
    'Accept: application/json',
    'User-Agent: benchmark',
    ...(line.startsWith('POST') ? ['Content-Length: 0'] : []),
    ...(cookie === undefined ? [] : [`Cookie: theme=dark; ${cookie}`]),
  ]
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n`)
}
