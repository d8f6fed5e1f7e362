import Fastify, { type FastifyInstance } from 'fastify'
import { serveSubject } from '../server/serve-subject.ts'

/** What Fastify's subjects begin with, so that they differ by their sessions alone. */
export const fastifyApp = (): FastifyInstance => Fastify()

export async function serveFastify(
  app: FastifyInstance,
  startCounting: () => () => number,
): Promise<void> {
  await app.ready()
  serveSubject(app.routing, startCounting)
}

/** The path of every route holds the size of the session that is asked for. */
export interface Sized {
  Params: { size: string }
}
