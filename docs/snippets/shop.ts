// #region shop
import type { SessionRepository } from '@session/core'
import { webSession } from '@session/core/web'

export type Shop = (request: Request) => Promise<Response>

export function createShop(repository: SessionRepository): Shop {
  const { withSession, getSession } = webSession({ repository })
  return withSession(async (request: Request) => {
    const session = await getSession(request, { create: false })
    const name = session?.principalName
    if (name === undefined) return new Response('Please log in', { status: 401 })
    return new Response(`Hello ${name}`)
  })
}
// #endregion shop
