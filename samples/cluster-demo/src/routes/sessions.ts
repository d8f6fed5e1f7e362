import type { RequestHandler } from 'express'
import { formText } from '../input/form-text.ts'
import type { DemoRepository } from '../stores/store.ts'

const handleRule = { field: 'handle', label: 'The handle', longest: 64 }

/** Ends one of the visitor's sessions, named by its handle. One that is gone already is fine. */
export const endSession =
  (sessions: DemoRepository): RequestHandler =>
  async (request, response) => {
    const handle = formText(request, handleRule)
    const name = (await request.getSession({ create: false }))?.principalName
    // Looked up among their own: nobody ends another's session by its handle.
    const mine = name === undefined ? undefined : await sessions.findByPrincipalName(name)
    const ending = [...(mine?.values() ?? [])].find((session) => session.handle === handle)
    if (ending !== undefined) await sessions.deleteById(ending.id)
    response.redirect(303, '/')
  }

export const endOtherSessions =
  (sessions: DemoRepository): RequestHandler =>
  async (request, response) => {
    const session = await request.getSession({ create: false })
    if (session?.principalName !== undefined) {
      await sessions.deleteByPrincipalName(session.principalName, { except: session.id })
    }
    response.redirect(303, '/')
  }
