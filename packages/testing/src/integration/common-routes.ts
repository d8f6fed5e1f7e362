import type { IntegrationHandler } from './integration-app.ts'

/** Routes that most tests need; a test adds its own. */
export const commonRoutes: Readonly<
  Record<'/untouched' | '/set' | '/read' | '/login' | '/logout', IntegrationHandler>
> = {
  '/untouched': () => ({ body: 'untouched' }),
  /** Sets an attribute for each parameter of the query. */
  '/set': async ({ query, getSession }) => {
    const session = await getSession()
    for (const [name, value] of query) session.setAttribute(name, value)
    return { body: 'noted' }
  },
  /** The attributes as JSON; `none` without a session. */
  '/read': async ({ getSession }) => {
    const session = await getSession({ create: false })
    return { body: session === undefined ? 'none' : JSON.stringify(session.attributes) }
  },
  '/login': async ({ query, getSession }) => {
    const session = await getSession()
    session.changeSessionId()
    session.principalName = query.get('name') ?? 'alice'
    return { body: 'welcome' }
  },
  '/logout': async ({ invalidateSession }) => {
    await invalidateSession()
    return { body: 'bye' }
  },
}
