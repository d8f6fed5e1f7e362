// #region app
import { createServer } from 'node:http'
import { nodeSession } from '@session/core/node'
import { RedisIndexedSessionRepository } from '@session/redis'
import { Redis } from 'ioredis'

const redis = new Redis(process.env.REDIS_URL ?? 'redis://localhost:6379')
const sessions = new RedisIndexedSessionRepository(redis, { maxInactiveInterval: '30m' })
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
