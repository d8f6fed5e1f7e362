// #region app
import { MapSessionRepository } from '@session/core'
import { webSession } from '@session/core/web'

const { withSession, getSession } = webSession({ repository: new MapSessionRepository() })

export const handle = withSession(async (request: Request) => {
  const { attributes } = await getSession(request)
  attributes.visits = Number(attributes.visits ?? 0) + 1
  return new Response(`Visit ${attributes.visits}\n`)
})
// #endregion app
