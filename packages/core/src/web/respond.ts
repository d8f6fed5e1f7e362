import { IllegalStateError } from '../errors/illegal-state-error.ts'
import { SessionError } from '../errors/session-error.ts'
import { streamThenComplete } from './stream-then-complete.ts'
import type { WebExchange } from './web-exchange.ts'

/** The handler's response once its session is saved and told; the very same one when none was used. */
export async function respond(
  exchange: WebExchange,
  request: Request,
  response: Response,
): Promise<Response> {
  exchange.headersSent = true
  if (!exchange.isHeld) return response
  try {
    const headers = exchange.adopt(response.headers)
    const saving = exchange.commit()
    await saving
    if (isFixed(response)) return await passOn(exchange, response, saving !== undefined)
    return await withSessionHeaders(exchange, request, response, headers)
  } catch (error) {
    await abandon(exchange, response)
    return answerTo(error)
  }
}

/** The handler failed: what it put into the session is saved all the same, and its error is told. */
export async function respondWithError(
  exchange: WebExchange,
  request: Request,
  error: unknown,
): Promise<Response> {
  if (isOutage(error)) return respond(exchange, request, error.getResponse())
  exchange.headersSent = true
  await quietly(() => exchange.commit())
  await quietly(() => exchange.complete())
  throw error
}

async function withSessionHeaders(
  exchange: WebExchange,
  request: Request,
  response: Response,
  headers: Headers,
): Promise<Response> {
  const { status, statusText, body } = response
  // Nobody reads the body of an answer to HEAD, so nothing may wait for its end.
  if (body === null || request.method === 'HEAD') {
    await exchange.complete()
    return new Response(body, { status, statusText, headers })
  }
  return new Response(
    streamThenComplete(body, declaredLength(headers), () => exchange.complete()),
    { status, statusText, headers },
  )
}

/** Who counts bytes takes a body for whole before its end is told. */
const declaredLength = (headers: Headers): number =>
  Number(headers.get('content-length') ?? Number.POSITIVE_INFINITY)

/** Another response goes out: nothing more is saved, and nobody reads this one. */
async function abandon(exchange: WebExchange, response: Response): Promise<void> {
  await quietly(() => exchange.complete())
  if (!isFixed(response)) response.body?.cancel().catch(() => undefined)
}

/** Another error is told already; a failed store call is also told on its diagnostics channel. */
async function quietly(step: () => Promise<unknown> | undefined): Promise<void> {
  try {
    await step()
  } catch {}
}

/** A response that can neither get a header nor be read here. */
const isFixed = (response: Response): boolean =>
  response.status === 101 ||
  response.type === 'error' ||
  response.bodyUsed ||
  (response.body?.locked ?? false)

async function passOn(
  exchange: WebExchange,
  response: Response,
  hasSaved: boolean,
): Promise<Response> {
  const completing = exchange.complete()
  await completing
  if (!hasSaved && completing === undefined && !exchange.hasNews) return response
  throw new IllegalStateError(
    `A response ${reason(response)} cannot carry a session's cookie or wait for its end, and the session of this request had something to save or to tell. Call save() on the session before such a response, and begin or end sessions with another one.`,
  )
}

function reason(response: Response): string {
  if (response.status === 101) return 'with status 101'
  return response.type === 'error' ? 'made by Response.error()' : 'whose body is in use'
}

/** An outage or a lost race is answered cleanly; a mistake of the program is thrown, to be seen. */
function answerTo(error: unknown): Response {
  if (isOutage(error)) return error.getResponse()
  throw error
}

const isOutage = (error: unknown): error is SessionError =>
  SessionError.isInstance(error) && error.status !== 500
