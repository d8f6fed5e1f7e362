// #region app
import { MapSessionRepository } from '@session/core'
import { session } from '@session/express'
import express from 'express'

const app = express()
app.use(session({ repository: new MapSessionRepository() }))

app.get('/', async (req, res) => {
  const { attributes } = await req.getSession() // found, or made in memory
  attributes.visits = Number(attributes.visits ?? 0) + 1
  res.send(`Visit ${attributes.visits}\n`) // saved before this leaves
})

app.listen(3000)
// #endregion app
