import type { RequestHandler } from 'express'
import { formText } from '../input/form-text.ts'
import { deviceFromUserAgent } from '../input/session-device.ts'
import { nameRule } from '../input/text-rules.ts'

export const logIn: RequestHandler = async (request, response) => {
  const name = formText(request, nameRule)
  let session = await request.getSession()
  if (session.principalName !== undefined) {
    // Somebody else's data must not become this user's.
    await session.invalidate()
    session = await request.getSession()
  }
  // An id that was known before the login must not open the session after it.
  session.changeSessionId()
  session.principalName = name
  session.attributes.device = deviceFromUserAgent(request.get('user-agent'))
  response.redirect(303, '/')
}

export const logOut: RequestHandler = async (request, response) => {
  await request.invalidateSession()
  response.redirect(303, '/')
}
