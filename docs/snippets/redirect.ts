import { MapSessionRepository } from '@session/core'
import { session } from '@session/express'
import express from 'express'

const app = express()
app.use(session({ repository: new MapSessionRepository() }))

// #region redirect
app.post('/choose/:plan', async (req, res) => {
  const { attributes } = await req.getSession()
  attributes.plan = req.params.plan
  res.redirect('/summary') // leaves once the store has the plan
})

app.get('/summary', async (req, res) => {
  const { attributes } = await req.getSession()
  res.send(`You chose ${attributes.plan}`)
})
// #endregion redirect

app.listen(3000)
