import type { Database } from '../databases/database.ts'
import { type Burst, runBurst } from '../load/burst.ts'
import { KeepAliveConnection } from '../load/keep-alive-connection.ts'
import { SubjectProcess, type SubjectProcessOptions } from '../server/subject-process.ts'
import { type SessionSize, sessionSizes } from '../subjects/example-session.ts'
import type { RequestKind } from './comparison.ts'

/** What a subject without sessions is sent, so that all requests are equally long. */
const NO_SESSION = `SESSION=${'0'.repeat(48)}`
const COUNTED_REQUESTS = 10
/** Requests before those that count, in parts of them. */
const RUN_UP = 0.1

export interface SubjectUnderLoadOptions extends SubjectProcessOptions {
  readonly database?: Database | undefined
}

/** The sessions of one client; a login leaves the others' attributes as they were. */
type Cookies = Record<SessionSize | `login ${SessionSize}`, string>

/** A server, its clients, and sessions of each size for each of them. */
export class SubjectUnderLoad {
  readonly #process: SubjectProcess
  readonly #database: Database | undefined
  readonly #connections: KeepAliveConnection[] = []
  readonly #cookies: Cookies[] = []

  private constructor(process: SubjectProcess, database: Database | undefined) {
    this.#process = process
    this.#database = database
  }

  static async start(
    file: string,
    clients: number,
    options: SubjectUnderLoadOptions,
  ): Promise<SubjectUnderLoad> {
    const { database } = options
    const process = await SubjectProcess.start(file, { ...options, databaseUrl: database?.url })
    const subject = new SubjectUnderLoad(process, database)
    for (let i = 0; i < clients; i++) await subject.#addClient()
    return subject
  }

  /** The request that client `i` sends. */
  request(kind: RequestKind, i = 0): Buffer {
    const { request, size } = kind
    const cookie = request === 'anonymous' ? undefined : this.#cookies[i]?.[sessionOf(kind)]
    return requestBytes(`GET /${size}/${request === 'anonymous' ? 'untouched' : request}`, cookie)
  }

  /** One answer to one request, head and body. */
  async answer(kind: RequestKind, i = 0): Promise<Buffer> {
    const connection = this.#connections[i] as KeepAliveConnection
    const response = await connection.exchange(this.request(kind, i))
    if (kind.request === 'login') {
      const cookies = this.#cookies[i] as Cookies
      cookies[sessionOf(kind)] = cookieIn(response) ?? cookies[sessionOf(kind)]
    }
    return response
  }

  /** Calls of its store for one request. */
  async storeCalls(kind: RequestKind): Promise<number> {
    await this.#process.ask('count-store-calls')
    for (let i = 0; i < COUNTED_REQUESTS; i++) await this.answer(kind)
    return (await this.#process.ask('store-calls')) / COUNTED_REQUESTS
  }

  async burst(
    kind: RequestKind,
    count: number,
  ): Promise<Burst & { cpu: number; databaseCpu: number }> {
    const clients = this.#clients(kind)
    // Brings the code and the data of this kind back into the processor's caches. A forced garbage
    // collection would not help: it also throws away optimized code, and that is then measured.
    await runBurst(clients, count * RUN_UP)
    const before = await this.#cpuTimes()
    const burst = await runBurst(clients, count)
    const after = await this.#cpuTimes()
    return {
      ...burst,
      cpu: (after.own - before.own) / count,
      databaseCpu: (after.database - before.database) / count,
    }
  }

  async stop(): Promise<void> {
    for (const connection of this.#connections) connection.close()
    await this.#process.stop()
  }

  async #addClient(): Promise<void> {
    const connection = await KeepAliveConnection.open(this.#process.port)
    this.#connections.push(connection)
    const cookies: Partial<Cookies> = {}
    for (const size of Object.keys(sessionSizes) as SessionSize[]) {
      cookies[size] = await newSession(connection, size)
      cookies[`login ${size}`] = await newSession(connection, size)
    }
    this.#cookies.push(cookies as Cookies)
  }

  #clients(kind: RequestKind): (() => Promise<unknown>)[] {
    const connections = kind.alone ? this.#connections.slice(0, 1) : this.#connections
    return connections.map((connection, i) => {
      if (kind.request === 'login') return () => this.answer(kind, i)
      const request = this.request(kind, i)
      return () => connection.exchange(request)
    })
  }

  async #cpuTimes(): Promise<{ own: number; database: number }> {
    const own = await this.#process.ask('cpu-time')
    return { own, database: (await this.#database?.cpuTime()) ?? 0 }
  }
}

const sessionOf = ({ request, size }: RequestKind): keyof Cookies =>
  request === 'login' ? `login ${size}` : size

async function newSession(connection: KeepAliveConnection, size: SessionSize): Promise<string> {
  const response = await connection.exchange(requestBytes(`POST /${size}`, undefined))
  return cookieIn(response) ?? NO_SESSION
}

const cookieIn = (response: Buffer): string | undefined =>
  /\r\nset-cookie: ([^;\r]+)/i.exec(response.toString('latin1'))?.[1]

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
