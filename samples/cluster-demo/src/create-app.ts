import { session } from '@session/express'
import express, { type Express } from 'express'
import { sameOriginOnly } from './input/same-origin-only.ts'
import type { DemoNode } from './nodes/demo-node.ts'
import { assets } from './routes/assets.ts'
import { addAttribute, removeAttribute } from './routes/attributes.ts'
import { refuseEndedSession } from './routes/ended-session.ts'
import { notFound, onlyAllow, showError } from './routes/errors.ts'
import { eventStream } from './routes/events.ts'
import { showHome } from './routes/home.ts'
import { logIn, logOut } from './routes/login.ts'
import { pageHeaders } from './routes/page-headers.ts'
import { endOtherSessions, endSession } from './routes/sessions.ts'

/** What one node serves. */
export function createApp(node: DemoNode): Express {
  const { sessions, name } = node
  const form = [
    sameOriginOnly,
    express.urlencoded({ extended: false, limit: '4kb', parameterLimit: 8 }),
  ]
  const onlyGet = onlyAllow(node, 'GET, HEAD')
  const onlyPost = onlyAllow(node, 'POST')

  const app = express()
  app.disable('x-powered-by')
  app.set('trust proxy', 'loopback')
  app.use(assets(), pageHeaders, session({ repository: sessions }))

  app
    .route('/')
    .get((request, response) => showHome(node, request, response))
    .all(onlyGet)
  app.route(`/nodes/${name}/events`).get(eventStream(node)).all(onlyGet)
  app.route('/login').post(form, logIn).all(onlyPost)
  app.route('/logout').post(form, logOut).all(onlyPost)
  app.use(['/attributes', '/sessions'], refuseEndedSession)
  app.route('/attributes').post(form, addAttribute(name)).all(onlyPost)
  app.route('/attributes/remove').post(form, removeAttribute).all(onlyPost)
  app.route('/sessions/end').post(form, endSession(sessions)).all(onlyPost)
  app.route('/sessions/end-others').post(form, endOtherSessions(sessions)).all(onlyPost)

  app.use(notFound(node))
  app.use(showError(node))
  return app
}
