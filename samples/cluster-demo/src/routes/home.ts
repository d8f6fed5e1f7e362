import { requestSession } from '@session/express'
import type { Request, Response } from 'express'
import { EventViewer } from '../events/event-viewer.ts'
import type { InputProblem } from '../input/input-problem.ts'
import { deviceFromUserAgent } from '../input/session-device.ts'
import type { DemoNode } from '../nodes/demo-node.ts'
import { homePage } from '../views/home-page.ts'

/** The page; after a form with a problem again, with what was typed. */
export async function showHome(
  node: DemoNode,
  request: Request,
  response: Response,
  problem?: InputProblem,
): Promise<void> {
  const { sessions, journal } = node
  const session = await request.getSession({ create: false })
  const name = session?.principalName
  const mine = name === undefined ? [] : [...(await sessions.findByPrincipalName(name)).values()]
  const page = homePage({
    node,
    session,
    hasEnded: session === undefined && requestSession(request).requestedSessionId !== undefined,
    mine: mine.sort((one, other) => other.creationTime.getTime() - one.creationTime.getTime()),
    entries: session === undefined ? [] : journal.recent(new EventViewer(session, mine)),
    device: deviceFromUserAgent(request.get('user-agent')),
    problem,
    entered: problem === undefined ? {} : request.body,
  })
  response.type('html').send(page.toString())
}
