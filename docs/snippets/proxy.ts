import { MapSessionRepository } from '@session/core'
import { session } from '@session/express'
import express from 'express'

// #region proxy
const app = express()
app.set('trust proxy', 1) // one proxy, which sets X-Forwarded-Proto
app.use(session({ repository: new MapSessionRepository() }))
// #endregion proxy

app.get('/', async (req, res) => {
  const session = await req.getSession()
  session.start()
  res.send('Hello')
})

app.listen(3000)
