import type { Duration } from '@session/core'
import { MapSessionRepository } from '@session/core'
import { requestSession, session } from '@session/express'
import express from 'express'

interface Cart {
  items: string[]
}

export const sessions = new MapSessionRepository()
const app = express()
app.use(session({ repository: sessions }))

// #region attributes
app.post('/theme/:theme', async (req, res) => {
  const { attributes } = await req.getSession()
  attributes.theme = req.params.theme // set
  const theme = attributes.theme // get
  const hasCart = 'cart' in attributes // is it there?
  delete attributes.banner // remove
  const names = Object.keys(attributes) // all names
  res.json({ theme, hasCart, names })
})
// #endregion attributes

// #region methods
app.get('/theme', async (req, res) => {
  const session = await req.getSession()
  session.setAttribute('seen', true)
  session.removeAttribute('banner')
  const theme = session.getAttribute('theme') ?? 'light'
  const seen = session.getRequiredAttribute('seen') // throws when it is missing
  res.json({ theme, seen, names: session.attributeNames })
})
// #endregion methods

// #region nested
app.post('/cart/:item', async (req, res) => {
  const { attributes } = await req.getSession()
  attributes.cart ??= { items: [] }
  const cart = attributes.cart as Cart
  cart.items.push(req.params.item) // no set call: the change inside is found, and saved
  res.json(cart.items)
})
// #endregion nested

// #region create-false
app.get('/greeting', async (req, res) => {
  const session = await req.getSession({ create: false })
  res.send(session?.principalName ?? 'stranger')
})
// #endregion create-false

// #region invalidate
app.post('/start-over', async (req, res) => {
  const old = await req.getSession()
  await old.invalidate()
  const fresh = await req.getSession() // a new one, with a new id
  fresh.attributes.startedOver = true
  res.json({ isNew: fresh.isNew })
})
// #endregion invalidate

// #region start
app.post('/consent', async (req, res) => {
  const session = await req.getSession()
  session.start() // stored, and told to the client, though it is empty
  res.sendStatus(204)
})
// #endregion start

// #region remember
app.post('/remember/:days', async (req, res) => {
  const session = await req.getSession()
  session.rememberMe(`${Number(req.params.days)}d` as Duration)
  res.sendStatus(204)
})
// #endregion remember

// #region save
app.post('/slow-work', async (req, res) => {
  const session = await req.getSession()
  session.attributes.progress = 'begun'
  await session.save() // other requests see it from here on
  session.attributes.progress = 'done'
  res.sendStatus(204) // what changed since then is saved here
})
// #endregion save

// #region requested
app.get('/status', async (req, res) => {
  const here = requestSession(req)
  const presented = here.requestedSessionId !== undefined
  const valid = await here.isRequestedSessionIdValid()
  res.json({ presented, valid })
})
// #endregion requested

// #region job
export async function addToCart(sessionId: string, item: string): Promise<boolean> {
  const session = await sessions.findById(sessionId)
  if (session === undefined) return false
  session.attributes.cart ??= { items: [] }
  const cart = session.attributes.cart as Cart
  cart.items.push(item)
  await sessions.save(session) // outside a request you save yourself
  return true
}
// #endregion job

app.listen(3000)
