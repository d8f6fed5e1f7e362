import { MapSessionRepository, SessionError } from '@session/core'
import { session } from '@session/express'
import express, { type ErrorRequestHandler } from 'express'

const app = express()
export const repository = new MapSessionRepository()
app.use(session({ repository }))
app.get('/', async (req, res) => {
  const session = await req.getSession()
  res.send(session.handle)
})

// #region handler
const sessionErrors: ErrorRequestHandler = (error, _req, res, next) => {
  if (!SessionError.isInstance(error) || res.headersSent) return next(error)
  res.status(error.status).set(error.headers).send(`Please try again (${error.code})`)
}
app.use(sessionErrors)
// #endregion handler

app.listen(3000)
