import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { MapSessionRepository } from '@session/core'
import { session } from '@session/express'
import express from 'express'
import { serveSubject } from '../server/serve-subject.ts'
import {
  answerWithoutSession,
  changedAttribute,
  exampleSession,
  sizeOf,
  USED_ATTRIBUTE,
} from './example-session.ts'

const app = express()
app.use(session({ repository: new MapSessionRepository() }))

app.get('/:size/untouched', (request, response) => {
  response.json(answerWithoutSession(sizeOf(request.params.size)))
})
app.get('/:size/reading', async (request, response) => {
  const current = await request.getSession()
  response.json(current.getAttribute(USED_ATTRIBUTE))
})
app.get('/:size/writing', async (request, response) => {
  const current = await request.getSession()
  const value = changedAttribute(sizeOf(request.params.size))
  current.setAttribute(USED_ATTRIBUTE, value)
  response.json(value)
})
app.post('/:size', async (request, response) => {
  const current = await request.getSession()
  Object.assign(current.attributes, exampleSession(sizeOf(request.params.size)))
  response.json({})
})

serveSubject(app, () => {
  let calls = 0
  const count = (): void => {
    calls++
  }
  subscribe('@session/core:store-call', count)
  return () => {
    unsubscribe('@session/core:store-call', count)
    return calls
  }
})
