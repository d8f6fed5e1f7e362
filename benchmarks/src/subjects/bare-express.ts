import express from 'express'
import { serveSubject } from '../server/serve-subject.ts'
import { answerWithoutSession, changedAttribute, sizeOf } from './example-session.ts'

const app = express()

app.get('/:size/untouched', (request, response) => {
  response.json(answerWithoutSession(sizeOf(request.params.size)))
})
app.get('/:size/reading', (request, response) => {
  response.json(answerWithoutSession(sizeOf(request.params.size)))
})
app.get('/:size/writing', (request, response) => {
  response.json(changedAttribute(sizeOf(request.params.size)))
})
app.post('/:size', (_request, response) => {
  response.json({})
})

serveSubject(app, () => () => 0)
