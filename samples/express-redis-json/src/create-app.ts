import type { Session, SessionRepository } from '@session/core'
import { session } from '@session/express'
import express, { type Express } from 'express'
import { Cart } from './domain/cart.ts'
import { Money } from './domain/money.ts'

/** A till: what sessions hold are objects with methods, on the far side of Redis too. */
export function createApp(sessions: SessionRepository): Express {
  const app = express()
  app.use(session({ repository: sessions }))
  app.use(express.urlencoded())

  app.get('/cart', async (req, res) => {
    const session = await req.getSession({ create: false }) // who only looks needs none
    res.type('text').send(receipt(cartOf(session)))
  })

  app.post('/cart', async (req, res) => {
    const { item, price, count = 1 } = req.body ?? {}
    const session = await req.getSession()
    const cart = cartOf(session)
    try {
      cart.add(item, Money.of(price), Number(count))
    } catch (error) {
      if (error instanceof RangeError) return void res.status(422).send(`${error.message}\n`)
      throw error
    }
    session.attributes.cart = cart
    res.status(201).type('text').send(receipt(cart))
  })
  return app
}

function cartOf(session: Session | undefined): Cart {
  const { cart } = session?.attributes ?? {}
  return cart instanceof Cart ? cart : new Cart()
}

function receipt({ lines, total }: Cart): string {
  const rows = lines.map(({ item, price, count }) => `${count} × ${item}  ${price.times(count)}\n`)
  return `${rows.join('')}Total  ${total}\n`
}
