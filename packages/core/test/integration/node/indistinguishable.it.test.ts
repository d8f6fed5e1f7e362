import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { commitBeforeHeaders } from '../../../src/node/commit-before-headers.ts'
import { deferred } from './support/deferred.ts'
import { protocols, type RunningServer } from './support/protocols.ts'
import type { Received } from './support/received.ts'

/** One thing that an application does with a response. */
interface Step {
  readonly name: string
  readonly take: (response: ServerResponse, called: () => void) => unknown
}

type Holding = 'not held' | 'commits at once' | 'commits later'

interface Observed {
  readonly thrown: readonly unknown[]
  /** Which callbacks were called, and how often. */
  readonly called: readonly string[]
  readonly received: Received
}

const name = fc.constantFrom('x-a', 'x-b', 'X-B', 'etag')
const value = fc.constantFrom('1', '2', 'three')
const status = fc.constantFrom(200, 201, 404, 204, 304)
// Over HTTP/2 an empty chunk can spoil a response that is not held.
const text = fc.constantFrom('a', 'hello', 'ü', 'x'.repeat(70_000))

const heads: fc.Arbitrary<Step> = fc.oneof(
  fc.tuple(name, value).map<Step>(([header, content]) => ({
    name: `setHeader ${header} ${content}`,
    take: (response) => response.setHeader(header, content),
  })),
  fc.tuple(name, value).map<Step>(([header, content]) => ({
    name: `appendHeader ${header} ${content}`,
    take: (response) => response.appendHeader(header, content),
  })),
  name.map<Step>((header) => ({
    name: `removeHeader ${header}`,
    take: (response) => response.removeHeader(header),
  })),
  status.map<Step>((code) => ({
    name: `statusCode ${code}`,
    take: (response) => {
      response.statusCode = code
    },
  })),
  status.map<Step>((code) => ({
    name: `writeHead ${code}`,
    take: (response) => response.writeHead(code),
  })),
  fc.tuple(status, name, value).map<Step>(([code, header, content]) => ({
    name: `writeHead ${code} {${header}: ${content}}`,
    take: (response) => response.writeHead(code, { [header]: content }),
  })),
  fc.tuple(status, name, value).map<Step>(([code, header, content]) => ({
    name: `writeHead ${code} [${header}, ${content}]`,
    take: (response) => response.writeHead(code, [header, content]),
  })),
  fc.constant<Step>({ name: 'flushHeaders', take: (response) => response.flushHeaders() }),
)

const bodies: fc.Arbitrary<Step> = fc.oneof(
  text.map<Step>((chunk) => ({
    name: `write ${chunk.length}`,
    take: (response, called) => void response.write(chunk, called),
  })),
  text.map<Step>((chunk) => ({
    name: `write ${chunk.length} bytes`,
    take: (response, called) => void response.write(Buffer.from(chunk), 'latin1', called),
  })),
  fc.constant<Step>({ name: 'end', take: (response, called) => void response.end(called) }),
  text.map<Step>((chunk) => ({
    name: `end ${chunk.length}`,
    take: (response, called) => void response.end(chunk, called),
  })),
)

// HTTP/2 notices the first three only when the head has left or is spoilt.
const oddities: fc.Arbitrary<Step> = fc.constantFrom<Step[]>(
  { name: 'writeHead 99', take: (response) => response.writeHead(99) },
  { name: 'write null', take: (response) => response.write(null) },
  { name: 'write 5', take: (response) => response.write(5) },
  { name: 'write nothing', take: (response, called) => void response.write('', called) },
  { name: 'end with nothing', take: (response, called) => void response.end('', called) },
)

describe.each(protocols)('over $name, a held response cannot be told from another:', (protocol) => {
  let server: RunningServer
  let handle: (response: ServerResponse) => void

  beforeAll(async () => {
    server = await protocol.start((_, response) => handle(response as ServerResponse))
  })
  afterAll(() => server.close())

  async function observe(sequence: readonly Step[], holding: Holding): Promise<Observed> {
    const thrown: unknown[] = []
    const called: string[] = []
    const saved = deferred()
    const closed = deferred()
    handle = (response) => {
      if (holding !== 'not held') {
        const participant = {
          commit: () => (holding === 'commits later' ? saved.promise : undefined),
          complete: () => undefined,
        }
        commitBeforeHeaders(response.req, response, participant, (error) => thrown.push(error))
      }
      void once(response, 'close').then(() => closed.resolve())
      for (const [index, step] of sequence.entries()) {
        try {
          step.take(response, () => called.push(`${index}: ${step.name}`))
        } catch (error) {
          thrown.push(`${index}: ${step.name} threw ${(error as { code?: string }).code}`)
        }
        // What comes after the end is reported by events, and over HTTP/2 cuts the response.
        if (response.writableEnded) break
      }
      if (!response.writableEnded) response.end()
      setImmediate(saved.resolve)
    }
    const received = await (await server.request()).receive()
    await closed.promise
    return { thrown, called: called.toSorted(), received }
  }

  const steps =
    protocol.name === 'HTTP/2' ? fc.oneof(heads, bodies) : fc.oneof(heads, bodies, oddities)

  test('the same errors, the same callbacks, the same bytes', async () => {
    const property = fc.asyncProperty(fc.array(steps, { maxLength: 8 }), async (sequence) => {
      const plain = await observe(sequence, 'not held')
      expect(await observe(sequence, 'commits at once')).toEqual(plain)
      expect(await observe(sequence, 'commits later')).toEqual(plain)
    })
    await fc.assert(property, { numRuns: 100 })
  })
})
