import cookie from '@fastify/cookie'
import session, { Session, type SessionData } from '@mgcrea/fastify-session'
import { RedisStore } from '@mgcrea/fastify-session-redis-store'
import type { FastifyRequest } from 'fastify'
import { Redis } from 'ioredis'
import { countingCalls } from '../apps/counting-calls.ts'
import { fastifyApp, type Sized, serveFastify } from '../apps/fastify-app.ts'
import { databaseUrl } from '../databases/database.ts'
import { LIFETIME } from '../floors/floor-store.ts'
import {
  answerWithoutSession,
  changedAttribute,
  exampleSession,
  nextUser,
  sizeOf,
  USED_ATTRIBUTE,
} from './example-session.ts'

const store = new RedisStore({
  client: new Redis(databaseUrl()),
  prefix: 'mgcrea:',
  ttl: LIFETIME / 1000,
})
const app = fastifyApp()
await app.register(cookie)
await app.register(session, {
  store,
  secret: 'not a secret, but long enough for one',
  saveUninitialized: false,
  cookie: { secure: false },
})

// @fastify/session declares the same property of requests, with another type.
const sessionOf = (request: FastifyRequest): Session => request.session as unknown as Session

app.get<Sized>('/:size/untouched', (request, reply) => {
  reply.send(answerWithoutSession(sizeOf(request.params.size)))
})
app.get<Sized>('/:size/reading', (request, reply) => {
  reply.send(sessionOf(request).get(USED_ATTRIBUTE))
})
app.get<Sized>('/:size/writing', (request, reply) => {
  const value = changedAttribute(sizeOf(request.params.size))
  fill(sessionOf(request), { [USED_ATTRIBUTE]: { ...value } })
  reply.send(value)
})
// It has no way to change an id: a new session with what the old one held is the same to a client.
app.get<Sized>('/:size/login', async (request) => {
  const old = sessionOf(request)
  const next = await Session.create()
  fill(next, { ...old.data, principal: nextUser() })
  await old.destroy()
  Object.assign(request, { session: next })
  return answerWithoutSession(sizeOf(request.params.size))
})
app.post<Sized>('/:size', (request, reply) => {
  fill(sessionOf(request), exampleSession(sizeOf(request.params.size)) as unknown as SessionData)
  reply.send({})
})

function fill(target: Session, values: SessionData): void {
  for (const [name, value] of Object.entries(values)) target.set(name, value)
}

await serveFastify(app, countingCalls(store, ['get', 'set', 'touch', 'destroy']))
