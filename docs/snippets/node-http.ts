// #region app
import { createServer } from 'node:http'
import { MapSessionRepository } from '@session/core'
import { nodeSession } from '@session/core/node'

const { withSession, getSession } = nodeSession({ repository: new MapSessionRepository() })

const server = createServer(
  withSession(async (req, res) => {
    const { attributes } = await getSession(req)
    attributes.visits = Number(attributes.visits ?? 0) + 1
    res.end(`Visit ${attributes.visits}\n`)
  }),
)
server.listen(3000)
// #endregion app
