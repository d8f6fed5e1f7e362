import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { SessionRepository } from '@session/core'
import { session } from '@session/express'
import express from 'express'
import { serveSubject } from '../server/serve-subject.ts'
import {
  answerWithoutSession,
  changedAttribute,
  exampleSession,
  nextUser,
  sizeOf,
  USED_ATTRIBUTE,
} from '../subjects/example-session.ts'

/** @session/express on any repository. */
export function serveSessionExpress(repository: SessionRepository): void {
  const app = express()
  app.use(session({ repository }))

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
  app.get('/:size/login', async (request, response) => {
    const current = await request.getSession()
    current.changeSessionId()
    current.principalName = nextUser()
    response.json(answerWithoutSession(sizeOf(request.params.size)))
  })
  app.post('/:size', async (request, response) => {
    const current = await request.getSession()
    Object.assign(current.attributes, exampleSession(sizeOf(request.params.size)))
    response.json({})
  })

  serveSubject(app, countStoreCalls)
}

function countStoreCalls(): () => number {
  let calls = 0
  const count = (): void => {
    calls++
  }
  subscribe('@session/core:store-call', count)
  return () => {
    unsubscribe('@session/core:store-call', count)
    return calls
  }
}
