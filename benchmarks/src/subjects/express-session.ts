import express from 'express'
import session from 'express-session'
import { serveSubject } from '../server/serve-subject.ts'
import {
  answerWithoutSession,
  changedAttribute,
  type ExampleAttribute,
  exampleSession,
  sizeOf,
  USED_ATTRIBUTE,
} from './example-session.ts'

type Attributes = Record<string, ExampleAttribute>

const store = new session.MemoryStore()
const app = express()
app.use(session({ store, secret: 'not a secret', resave: false, saveUninitialized: false }))

app.get('/:size/untouched', (request, response) => {
  response.json(answerWithoutSession(sizeOf(request.params.size)))
})
app.get('/:size/reading', (request, response) => {
  response.json((request.session as unknown as Attributes)[USED_ATTRIBUTE])
})
app.get('/:size/writing', (request, response) => {
  const value = changedAttribute(sizeOf(request.params.size))
  ;(request.session as unknown as Attributes)[USED_ATTRIBUTE] = value
  response.json(value)
})
app.post('/:size', (request, response) => {
  Object.assign(request.session, exampleSession(sizeOf(request.params.size)))
  response.json({})
})

serveSubject(app, () => {
  let calls = 0
  const counted = store as unknown as Record<string, (...input: unknown[]) => unknown>
  for (const name of ['get', 'set', 'touch', 'destroy']) {
    const method = counted[name]
    counted[name] = (...input) => {
      calls++
      return method?.apply(store, input)
    }
  }
  return () => calls
})
