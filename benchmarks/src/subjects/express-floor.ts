import { randomUUID } from 'node:crypto'
import express, { type Request, type Response } from 'express'
import { serveSubject } from '../server/serve-subject.ts'
import {
  answerWithoutSession,
  changedAttribute,
  exampleSession,
  sizeOf,
  USED_ATTRIBUTE,
} from './example-session.ts'

interface Stored {
  lastAccessedTime: number
  attributes: Map<string, string>
}

const LIFETIME = 30 * 60_000
const COOKIE = /(?:^|;\s*)SESSION=([^;]+)/
const sessions = new Map<string, Stored>()
let storeCalls = 0

// Asynchronous although a Map is not: a handler cannot know where its sessions lie.
const store = {
  async find(id: string): Promise<Stored | undefined> {
    storeCalls++
    const stored = sessions.get(id)
    const now = Date.now()
    if (stored === undefined || now - stored.lastAccessedTime >= LIFETIME) return undefined
    stored.lastAccessedTime = now
    return stored
  },
  async update(id: string, name: string, value: string): Promise<void> {
    storeCalls++
    sessions.get(id)?.attributes.set(name, value)
  },
}

const presentedId = (request: Request): string =>
  COOKIE.exec(request.headers.cookie ?? '')?.[1] ?? ''

async function read(id: string, name: string): Promise<unknown> {
  const value = (await store.find(id))?.attributes.get(name)
  return value === undefined ? undefined : JSON.parse(value)
}

const send = (response: Response, value: unknown): unknown =>
  response.setHeader('Vary', 'Cookie').json(value)

const app = express()

app.get('/:size/untouched', (request, response) => {
  response.json(answerWithoutSession(sizeOf(request.params.size)))
})
app.get('/:size/reading', async (request, response) => {
  send(response, await read(presentedId(request), USED_ATTRIBUTE))
})
app.get('/:size/writing', async (request, response) => {
  const id = presentedId(request)
  await store.find(id)
  const value = changedAttribute(sizeOf(request.params.size))
  await store.update(id, USED_ATTRIBUTE, JSON.stringify(value))
  send(response, value)
})
app.post('/:size', (request, response) => {
  const id = randomUUID()
  const attributes = new Map<string, string>()
  for (const [name, value] of Object.entries(exampleSession(sizeOf(request.params.size)))) {
    attributes.set(name, JSON.stringify(value))
  }
  sessions.set(id, { lastAccessedTime: Date.now(), attributes })
  response.cookie('SESSION', id, { httpOnly: true, sameSite: 'lax' }).json({})
})

serveSubject(app, () => {
  const before = storeCalls
  return () => storeCalls - before
})
