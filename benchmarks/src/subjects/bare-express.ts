import express from 'express'
import { serveSubject } from '../server/serve-subject.ts'
import { answerWithoutSession, changedAttribute, sizeOf } from './example-session.ts'

const app = express()

for (const path of ['/:size/untouched', '/:size/reading', '/:size/login']) {
  app.get(path, (request, response) => {
    response.json(answerWithoutSession(sizeOf(request.params.size as string)))
  })
}
app.get('/:size/writing', (request, response) => {
  response.json(changedAttribute(sizeOf(request.params.size)))
})
app.post('/:size', (_request, response) => {
  response.json({})
})

serveSubject(app, () => () => 0)
