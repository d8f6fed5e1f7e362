// #region filters
import { MapSessionRepository } from '@session/core'
import { requestSession, session } from '@session/express'
import express from 'express'

const customers = new MapSessionRepository()
const administrators = new MapSessionRepository(new Map(), { maxInactiveInterval: '10m' })

const app = express()
app.use(session({ repository: customers }))
app.use(
  '/admin',
  session({
    repository: administrators,
    property: 'getAdminSession',
    cookie: { name: 'ADMIN', path: '/admin' },
  }),
)

app.get('/admin', async (req, res) => {
  const admin = await requestSession(req, 'getAdminSession').getSession()
  admin.attributes.openedAt = new Date()
  res.send('Administration')
})
// #endregion filters

app.listen(3000)
