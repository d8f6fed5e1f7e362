import type { FindByIndexNameSessionRepository } from '@session/core'
import { session } from '@session/express'
import express, { type Express } from 'express'

/** Counts visits, and knows who is there. Any repository that finds sessions by user will do. */
export function createApp(sessions: FindByIndexNameSessionRepository): Express {
  const app = express()
  app.use(session({ repository: sessions }))
  app.use(express.urlencoded())

  app.get('/', async (req, res) => {
    const { attributes, principalName } = await req.getSession() // found, or made in memory
    attributes.visits = Number(attributes.visits ?? 0) + 1
    const who = principalName === undefined ? 'whoever you are' : principalName
    res.type('text').send(`Hello ${who}, visit ${attributes.visits}.\n`) // saved before this leaves
  })

  app.post('/login', async (req, res) => {
    const { name } = req.body ?? {}
    if (typeof name !== 'string' || !/^[\w.-]{1,40}$/.test(name)) {
      return void res.status(422).send('A name has letters, digits, dots and dashes.\n')
    }
    const session = await req.getSession()
    session.changeSessionId() // keeps the visits; the old id is dead once this is saved
    session.principalName = name
    res.redirect(303, '/')
  })

  app.get('/sessions', async (req, res) => {
    const session = await req.getSession({ create: false })
    if (session?.principalName === undefined) return void res.status(401).send('Please log in.\n')
    const mine = await sessions.findByPrincipalName(session.principalName)
    res.json([...mine.values()].map(({ handle, creationTime }) => ({ handle, creationTime })))
  })

  app.post('/logout', async (req, res) => {
    await req.invalidateSession()
    res.redirect(303, '/')
  })
  return app
}
