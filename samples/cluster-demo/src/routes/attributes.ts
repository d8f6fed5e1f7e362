import type { RequestHandler } from 'express'
import { formText } from '../input/form-text.ts'
import { attributeRule, valueRule } from '../input/text-rules.ts'
import { putVisitorAttribute, removeVisitorAttribute } from '../input/visitor-attributes.ts'

export const addAttribute =
  (writtenBy: string): RequestHandler =>
  async (request, response) => {
    const name = formText(request, attributeRule)
    const text = formText(request, valueRule)
    putVisitorAttribute(await request.getSession(), { name, text, writtenBy })
    response.redirect(303, '/')
  }

export const removeAttribute: RequestHandler = async (request, response) => {
  const name = formText(request, attributeRule)
  const session = await request.getSession({ create: false })
  if (session !== undefined) removeVisitorAttribute(session, name)
  response.redirect(303, '/')
}
