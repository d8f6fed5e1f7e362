import { fastifyApp, type Sized, serveFastify } from '../apps/fastify-app.ts'
import { answerWithoutSession, changedAttribute, sizeOf } from './example-session.ts'

const app = fastifyApp()

for (const path of ['/:size/untouched', '/:size/reading', '/:size/login']) {
  app.get<Sized>(path, (request, reply) => {
    reply.send(answerWithoutSession(sizeOf(request.params.size)))
  })
}
app.get<Sized>('/:size/writing', (request, reply) => {
  reply.send(changedAttribute(sizeOf(request.params.size)))
})
app.post<Sized>('/:size', (_request, reply) => {
  reply.send({})
})

await serveFastify(app, () => () => 0)
