import { requestSession } from '@session/express'
import type { RequestHandler } from 'express'
import { type EventEntry, endsSession } from '../events/event-entry.ts'
import { EventViewer } from '../events/event-viewer.ts'
import type { DemoNode } from '../nodes/demo-node.ts'
import { eventMessage } from '../views/event-message.ts'

/** The events that this node hears, as server-sent events, until the visitor's session ends. */
export const eventStream =
  ({ sessions, journal }: DemoNode): RequestHandler =>
  async (request, response) => {
    // Not getSession(), which would count as use: a page that is only open must not keep it alive.
    const id = requestSession(request).requestedSessionId
    const session = id === undefined ? undefined : await sessions.findById(id)
    if (session === undefined) {
      // Tells the browser not to come back.
      response.status(204).end()
      return
    }
    const viewer = await EventViewer.of(session, sessions)
    response.set({ 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' })
    response.write('retry: 1000\n\n')

    const send = (entry: EventEntry): void => {
      if (response.writableEnded) return
      response.write(`data: ${JSON.stringify(eventMessage(entry))}\n\n`)
      const isThisBrowser = entry.previousHandle === viewer.handle
      if (isThisBrowser && endsSession(entry)) response.write('event: ended\ndata: {}\n\n')
      // With another id it may be another user's: the browser comes back and is looked at anew. So
      // does one that reads too slowly, and is sent what it missed.
      if (isThisBrowser && entry.type !== 'created') response.end()
      else if (response.writableNeedDrain) response.destroy()
    }
    response.on(
      'close',
      journal.follow((entry) => viewer.sees(entry) && send(entry)),
    )
    for (const entry of journal.recent(viewer).reverse()) send(entry)
  }
