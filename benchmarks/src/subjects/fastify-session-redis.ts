import cookie from '@fastify/cookie'
import session from '@fastify/session'
import { RedisStore } from 'connect-redis'
import type { FastifyRequest } from 'fastify'
import { createClient } from 'redis'
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

const client = createClient({ url: databaseUrl() })
await client.connect()
const store = new RedisStore({ client, prefix: 'fastify:', ttl: LIFETIME / 1000 })
const app = fastifyApp()
await app.register(cookie)
await app.register(session, {
  store,
  secret: 'not a secret, but long enough for one',
  saveUninitialized: false,
  cookie: { secure: false },
})

const attributesOf = (request: FastifyRequest): Record<string, unknown> =>
  request.session as unknown as Record<string, unknown>

app.get<Sized>('/:size/untouched', (request, reply) => {
  reply.send(answerWithoutSession(sizeOf(request.params.size)))
})
app.get<Sized>('/:size/reading', (request, reply) => {
  reply.send(attributesOf(request)[USED_ATTRIBUTE])
})
app.get<Sized>('/:size/writing', (request, reply) => {
  const value = changedAttribute(sizeOf(request.params.size))
  attributesOf(request)[USED_ATTRIBUTE] = value
  reply.send(value)
})
app.get<Sized>('/:size/login', async (request) => {
  const kept = Object.keys(request.session).filter((name) => name !== 'cookie')
  await request.session.regenerate(kept as never[])
  attributesOf(request).principal = nextUser()
  return answerWithoutSession(sizeOf(request.params.size))
})
app.post<Sized>('/:size', (request, reply) => {
  Object.assign(request.session, exampleSession(sizeOf(request.params.size)))
  reply.send({})
})

await serveFastify(app, countingCalls(store, ['get', 'set', 'touch', 'destroy']))
