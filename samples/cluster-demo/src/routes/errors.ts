import type { ErrorRequestHandler, RequestHandler } from 'express'
import { InputProblem } from '../input/input-problem.ts'
import type { DemoNode } from '../nodes/demo-node.ts'
import { messagePage } from '../views/message-page.ts'
import { showHome } from './home.ts'

const TEXTS: ReadonlyMap<number, readonly [heading: string, text: string]> = new Map([
  [403, ['Not from here', 'This form was sent by another site, so nothing was done.']],
  [404, ['Nothing here', 'There is no page at this address.']],
  [405, ['Not like this', 'This address is for forms of the demo.']],
  [413, ['Too much', 'That was more than this demo takes. Nothing was stored.']],
  [
    503,
    ['Back in a moment', 'The sessions cannot be reached now. You are still logged in: try again.'],
  ],
])
const BAD_REQUEST = ['Not understood', 'That request could not be read. Nothing was done.'] as const
const FAILURE = ['Our fault', 'Something went wrong. Go back and try again.'] as const

export const notFound =
  (node: DemoNode): RequestHandler =>
  (_request, response) => {
    response.status(404).type('html').send(pageFor(node, 404))
  }

export const onlyAllow =
  (node: DemoNode, methods: string): RequestHandler =>
  (_request, response) => {
    response.status(405).set('Allow', methods).type('html').send(pageFor(node, 405))
  }

/** Every failure becomes a page with nothing internal on it. */
export const showError =
  (node: DemoNode): ErrorRequestHandler =>
  async (error, request, response, next) => {
    if (response.headersSent) return next(error)
    if (error instanceof InputProblem) {
      return showHome(node, request, response.status(422), error)
    }
    const status = statusOf(error) ?? (response.statusCode >= 400 ? response.statusCode : 500)
    if (status >= 500) console.error(`Node ${node.name}:`, error)
    response.status(status).set(headersOf(error)).type('html').send(pageFor(node, status))
  }

function pageFor(node: DemoNode, status: number): string {
  const [heading, text] = TEXTS.get(status) ?? (status < 500 ? BAD_REQUEST : FAILURE)
  return messagePage(node, heading, text).toString()
}

function statusOf(error: unknown): number | undefined {
  const { status } = Object(error) as { status?: unknown }
  return typeof status === 'number' && status >= 400 && status < 600 ? status : undefined
}

/** `Retry-After`, where a retry may help. */
const headersOf = (error: unknown): Record<string, string> =>
  (Object(error) as { headers?: Record<string, string> }).headers ?? {}
