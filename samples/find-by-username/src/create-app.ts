import type { FindByIndexNameSessionRepository } from '@session/core'
import { session } from '@session/express'
import express, { type Express } from 'express'
import { deviceOf } from './device.ts'
import type { Locate } from './location.ts'
import { logInPage, sessionsPage } from './pages.ts'

export interface AccountOptions {
  readonly sessions: FindByIndexNameSessionRepository
  readonly locate: Locate
}

/** Shows users where they are logged in, and lets them end those sessions. */
export function createApp({ sessions, locate }: AccountOptions): Express {
  const app = express()
  app.set('trust proxy', 'loopback') // whose word is taken for where a request comes from
  app.use(session({ repository: sessions }))
  app.use(express.urlencoded())

  app.get('/', async (req, res) => {
    const session = await req.getSession({ create: false })
    if (session?.principalName === undefined) return void res.send(String(logInPage))
    const mine = await sessions.findByPrincipalName(session.principalName)
    res.send(String(sessionsPage(session, [...mine.values()])))
  })

  app.post('/login', async (req, res) => {
    const { name } = req.body ?? {}
    if (typeof name !== 'string' || !/^[\w.-]{1,40}$/.test(name)) {
      return void res.status(422).send('A name has letters, digits, dots and dashes.')
    }
    const session = await req.getSession()
    session.changeSessionId()
    session.principalName = name // from now on it is found by this name
    session.attributes.device = deviceOf(req.get('user-agent'))
    session.attributes.location = locate(req.ip ?? '') ?? 'an unknown place'
    res.redirect(303, '/')
  })

  app.post('/logout', async (req, res) => {
    await req.invalidateSession()
    res.redirect(303, '/')
  })

  app.post('/sessions/end', async (req, res) => {
    const session = await req.getSession({ create: false })
    if (session?.principalName === undefined) return void res.redirect(303, '/')
    // Looked up among their own: a handle of somebody else's session ends nothing.
    const mine = await sessions.findByPrincipalName(session.principalName)
    const ending = [...mine.values()].find(({ handle }) => handle === req.body?.handle)
    if (ending !== undefined) await sessions.deleteById(ending.id)
    res.redirect(303, '/')
  })

  app.post('/sessions/end-others', async (req, res) => {
    const session = await req.getSession({ create: false })
    if (session?.principalName !== undefined) {
      await sessions.deleteByPrincipalName(session.principalName, { except: session.id })
    }
    res.redirect(303, '/')
  })
  return app
}
