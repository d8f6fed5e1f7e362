import type { SessionRepository } from '@session/core'
import { session } from '@session/express'
import express, { type Express } from 'express'
import { homePage } from './home-page.ts'
import { cartOf, isTheme, visitsOf } from './shop-session.ts'

/** A shop that remembers its visitors. Any session repository will do. */
export function createApp(sessions: SessionRepository): Express {
  const app = express()
  app.use(session({ repository: sessions }))
  app.use(express.urlencoded())

  app.get('/', async (req, res) => {
    const session = await req.getSession() // found, or made in memory
    session.attributes.visits = visitsOf(session) + 1
    res.send(homePage(session).toString()) // saved before this leaves
  })

  app.post('/theme', async (req, res) => {
    const { theme } = req.body ?? {}
    if (!isTheme(theme)) return void res.status(422).send('The theme is light or dark.')
    const { attributes } = await req.getSession()
    attributes.theme = theme
    res.redirect(303, '/') // stored before the browser asks for the page
  })

  app.post('/cart', async (req, res) => {
    const { item } = req.body ?? {}
    if (!isShortText(item)) return void res.status(422).send('Name an item.')
    const session = await req.getSession()
    session.attributes.cart = [...cartOf(session), item] // and nothing else is written
    res.redirect(303, '/')
  })

  app.post('/login', async (req, res) => {
    const { name } = req.body ?? {}
    if (!isShortText(name)) return void res.status(422).send('Say who you are.')
    const session = await req.getSession()
    session.changeSessionId() // keeps the cart; an id that somebody planted is dead
    session.principalName = name
    res.redirect(303, '/')
  })

  app.post('/logout', async (req, res) => {
    await req.invalidateSession()
    res.redirect(303, '/')
  })
  return app
}

const isShortText = (value: unknown): value is string =>
  typeof value === 'string' && value.trim() !== '' && value.length <= 40
