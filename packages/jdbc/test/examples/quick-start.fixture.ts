// #region app
import { createServer } from 'node:http'
import { nodeSession } from '@session/core/node'
import { JdbcIndexedSessionRepository } from '@session/jdbc'
import knex from 'knex'

const database = knex({
  client: 'better-sqlite3',
  connection: { filename: process.env.SESSIONS ?? 'sessions.db' },
  useNullAsDefault: true,
})
const sessions = new JdbcIndexedSessionRepository(database, { maxInactiveInterval: '30m' })
const { withSession, getSession } = nodeSession({ repository: sessions })

const server = createServer(
  withSession(async (req, res) => {
    const session = await getSession(req) // found, or made in memory
    session.attributes.visits = Number(session.attributes.visits ?? 0) + 1
    session.principalName = 'ada' // in an application: at the login, with a new id
    res.end(`Visit ${session.attributes.visits}\n`) // saved before this leaves
  }),
)
server.listen(3000)

sessions.on('destroyed', ({ handle, type }) => console.log('gone:', handle, type))
// #endregion app
