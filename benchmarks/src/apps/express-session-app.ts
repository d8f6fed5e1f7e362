import express, { type Request } from 'express'
import session, { type CookieOptions, type Store } from 'express-session'
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

/** express-session on any of its stores. */
export function serveExpressSession(store: Store, cookie: CookieOptions = {}): void {
  const app = express()
  const secret = 'not a secret'
  app.use(session({ store, secret, cookie, resave: false, saveUninitialized: false }))

  app.get('/:size/untouched', (request, response) => {
    response.json(answerWithoutSession(sizeOf(request.params.size)))
  })
  app.get('/:size/reading', (request, response) => {
    response.json(attributesOf(request)[USED_ATTRIBUTE])
  })
  app.get('/:size/writing', (request, response) => {
    const value = changedAttribute(sizeOf(request.params.size))
    attributesOf(request)[USED_ATTRIBUTE] = value
    response.json(value)
  })
  app.get('/:size/login', (request, response, next) => {
    const { cookie: _, ...kept } = request.session
    request.session.regenerate((error: unknown) => {
      if (error) return next(error)
      Object.assign(request.session, kept, { principal: nextUser() })
      response.json(answerWithoutSession(sizeOf(request.params.size)))
    })
  })
  app.post('/:size', (request, response) => {
    Object.assign(request.session, exampleSession(sizeOf(request.params.size)))
    response.json({})
  })

  serveSubject(app, countingCalls(store, ['get', 'set', 'touch', 'destroy']))
}

const attributesOf = (request: Request): Record<string, unknown> =>
  request.session as unknown as Record<string, unknown>
