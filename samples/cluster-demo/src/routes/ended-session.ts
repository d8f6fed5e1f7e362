import { requestSession } from '@session/express'
import type { RequestHandler } from 'express'

/** A form from a page whose session has ended meanwhile does nothing: the user must see that first. */
export const refuseEndedSession: RequestHandler = async (request, response, next) => {
  const visit = requestSession(request)
  if (visit.requestedSessionId === undefined || (await visit.isRequestedSessionIdValid())) next()
  else response.redirect(303, '/')
}
