import type { SessionRepository } from '@session/core'
import { session } from '@session/express'
import express, { type Express } from 'express'
import type { Knex } from 'knex'
import { cartReport } from './cart-report.ts'

interface CartLine {
  readonly item: string
  count: number
}

/** A shop whose sessions can be asked from SQL. */
export function createApp(sessions: SessionRepository, database: Knex): Express {
  const app = express()
  app.use(session({ repository: sessions }))
  app.use(express.urlencoded())

  app.post('/cart', async (req, res) => {
    const { item } = req.body ?? {}
    if (typeof item !== 'string' || item === '' || item.length > 40) {
      return void res.status(422).send('Name an item, in at most 40 characters.\n')
    }
    const { attributes } = await req.getSession()
    attributes.cart ??= []
    const cart = attributes.cart as CartLine[]
    const line = cart.find((known) => known.item === item)
    if (line === undefined) cart.push({ item, count: 1 })
    else line.count++ // a change deep inside an attribute is seen and saved
    res.status(201).json(cart)
  })

  // What the sessions of all visitors hold, without loading one of them.
  app.get('/report', async (_req, res) => {
    res.json(await cartReport(database))
  })
  return app
}
