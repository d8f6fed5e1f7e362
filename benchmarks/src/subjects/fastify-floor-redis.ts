import { randomUUID } from 'node:crypto'
import { Redis } from 'ioredis'
import { countingCalls } from '../apps/counting-calls.ts'
import { fastifyApp, type Sized, serveFastify } from '../apps/fastify-app.ts'
import { presentedId } from '../apps/presented-id.ts'
import { databaseUrl } from '../databases/database.ts'
import { RedisFloorStore } from '../floors/redis-floor-store.ts'
import {
  answerWithoutSession,
  changedAttribute,
  exampleSession,
  nextUser,
  sizeOf,
  USED_ATTRIBUTE,
} from './example-session.ts'

const store = await RedisFloorStore.open(new Redis(databaseUrl()))
const app = fastifyApp()

app.get<Sized>('/:size/untouched', (request, reply) => {
  reply.send(answerWithoutSession(sizeOf(request.params.size)))
})
app.get<Sized>('/:size/reading', async (request, reply) => {
  const stored = (await store.find(presentedId(request.headers.cookie), true))?.get(USED_ATTRIBUTE)
  reply.header('Vary', 'Cookie')
  return stored === undefined ? undefined : JSON.parse(stored)
})
app.get<Sized>('/:size/writing', async (request, reply) => {
  const id = presentedId(request.headers.cookie)
  await store.find(id, false)
  const value = changedAttribute(sizeOf(request.params.size))
  await store.update(id, USED_ATTRIBUTE, JSON.stringify(value))
  reply.header('Vary', 'Cookie')
  return value
})
app.get<Sized>('/:size/login', async (request, reply) => {
  const id = presentedId(request.headers.cookie)
  await store.find(id, false)
  const newId = randomUUID()
  await store.login(id, newId, nextUser())
  reply.header('Vary', 'Cookie').header('Set-Cookie', cookieOf(newId))
  return answerWithoutSession(sizeOf(request.params.size))
})
app.post<Sized>('/:size', async (request, reply) => {
  const id = randomUUID()
  await store.create(id, exampleSession(sizeOf(request.params.size)))
  reply.header('Set-Cookie', cookieOf(id))
  return {}
})

const cookieOf = (id: string): string => `SESSION=${id}; Path=/; HttpOnly; SameSite=Lax`

await serveFastify(app, countingCalls(store, ['create', 'find', 'update', 'login']))
