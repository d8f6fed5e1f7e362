import { MapSessionRepository } from '@session/core'
import { session } from '@session/express'
import express from 'express'

const repository = new MapSessionRepository()
const app = express()

// #region policies
// Uses sessions and makes none.
app.use('/account', session({ repository, creationPolicy: 'never' }))
// Reads none either.
app.use('/health', session({ repository, creationPolicy: 'stateless' }))
// #endregion policies

app.get('/account', async (req, res) => {
  const session = await req.getSession({ create: false })
  res.json({ found: session !== undefined })
})

app.get('/health', async (req, res) => {
  res.json({ found: (await req.getSession({ create: false })) !== undefined })
})

app.listen(3000)
