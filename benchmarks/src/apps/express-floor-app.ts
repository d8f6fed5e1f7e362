import { randomUUID } from 'node:crypto'
import express, { type Request, type Response } from 'express'
import type { FloorStore } from '../floors/floor-store.ts'
import { serveSubject } from '../server/serve-subject.ts'
import {
  answerWithoutSession,
  changedAttribute,
  exampleSession,
  nextUser,
  sizeOf,
  USED_ATTRIBUTE,
} from '../subjects/example-session.ts'
import { countingCalls } from './counting-calls.ts'
import { presentedId } from './presented-id.ts'

/** Sessions by hand on Express. */
export function serveExpressFloor(store: FloorStore): void {
  const app = express()

  app.get('/:size/untouched', (request, response) => {
    response.json(answerWithoutSession(sizeOf(request.params.size)))
  })
  app.get('/:size/reading', async (request, response) => {
    const stored = (await store.find(idOf(request), true))?.get(USED_ATTRIBUTE)
    send(response, stored === undefined ? undefined : JSON.parse(stored))
  })
  app.get('/:size/writing', async (request, response) => {
    const id = idOf(request)
    await store.find(id, false)
    const value = changedAttribute(sizeOf(request.params.size))
    await store.update(id, USED_ATTRIBUTE, JSON.stringify(value))
    send(response, value)
  })
  app.get('/:size/login', async (request, response) => {
    const id = idOf(request)
    await store.find(id, false)
    const newId = randomUUID()
    await store.login(id, newId, nextUser())
    send(withCookie(response, newId), answerWithoutSession(sizeOf(request.params.size)))
  })
  app.post('/:size', async (request, response) => {
    const id = randomUUID()
    await store.create(id, exampleSession(sizeOf(request.params.size)))
    withCookie(response, id).json({})
  })

  serveSubject(app, countingCalls(store, ['create', 'find', 'update', 'login']))
}

const idOf = (request: Request): string => presentedId(request.headers.cookie)

const send = (response: Response, value: unknown): unknown =>
  response.setHeader('Vary', 'Cookie').json(value)

const withCookie = (response: Response, id: string): Response =>
  response.cookie('SESSION', id, { httpOnly: true, sameSite: 'lax' })
