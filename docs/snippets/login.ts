// #region setup
import { MapSessionRepository } from '@session/core'
import { session } from '@session/express'
import express from 'express'

const sessions = new MapSessionRepository(new Map(), { absoluteTimeout: '12h' })

const app = express()
app.use(express.urlencoded())
app.use(session({ repository: sessions }))

const passwords = new Map([['alice', 'correct horse']]) // yours are hashed, in a database
// #endregion setup

// #region login
app.post('/login', async (req, res) => {
  const { name, password } = req.body
  if (passwords.get(name) !== password) return void res.sendStatus(401)
  const session = await req.getSession()
  session.changeSessionId() // keeps the data; the old id is dead once saved
  session.principalName = name
  res.redirect('/account')
})
// #endregion login

// #region account
app.get('/account', async (req, res) => {
  const session = await req.getSession({ create: false })
  const name = session?.principalName
  if (name === undefined) return void res.status(401).send('Please log in')
  res.send(`Hello ${name}`)
})
// #endregion account

// #region logout
app.post('/logout', async (req, res) => {
  await req.invalidateSession() // one call of the store; the cookie is cleared
  res.redirect('/')
})
// #endregion logout

// #region devices
app.get('/devices', async (req, res) => {
  const { principalName, handle } = await req.getSession()
  if (principalName === undefined) return void res.status(401).send('Please log in')
  const mine = await sessions.findByPrincipalName(principalName)
  res.json(
    [...mine.values()].map((each) => ({
      handle: each.handle, // names the session and opens nothing: safe in a page
      lastAccessedTime: each.lastAccessedTime,
      isThisOne: each.handle === handle,
    })),
  )
})

app.post('/devices/:handle/end', async (req, res) => {
  const { principalName } = await req.getSession()
  if (principalName === undefined) return void res.status(401).send('Please log in')
  const mine = await sessions.findByPrincipalName(principalName)
  const other = [...mine.values()].find((each) => each.handle === req.params.handle)
  if (other !== undefined) await sessions.deleteById(other.id)
  res.redirect('/devices')
})
// #endregion devices

// #region elsewhere
app.post('/logout-everywhere-else', async (req, res) => {
  const { principalName, id } = await req.getSession()
  if (principalName === undefined) return void res.status(401).send('Please log in')
  await sessions.deleteByPrincipalName(principalName, { except: id })
  res.redirect('/devices')
})
// #endregion elsewhere

app.listen(3000)
