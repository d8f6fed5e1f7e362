import type { Session } from '@session/core'
import { deviceOf } from '../input/session-device.ts'
import { clockTime } from './clock-time.ts'
import { shortHandle } from './handle.ts'
import type { HomeFacts } from './home-page.ts'
import { type Html, html } from './html.ts'

export function sessionsCard(facts: HomeFacts): Html {
  const { session, mine } = facts
  return html`
<section class="card" aria-labelledby="sessions">
  <div class="title">
    <h2 id="sessions">Your sessions</h2>
    <p class="hint" data-changed role="status"></p>
  </div>
  ${session?.principalName === undefined ? loggedOut : list(mine, session)}
</section>`
}

const loggedOut = html`
<p>Log in, here and in another browser or a private window, to see and end your sessions from either.</p>`

const list = (mine: readonly Session[], current: Session): Html => html`
<ul class="list" data-sessions="${new Date().toISOString()}">${mine.map((session) => sessionRow(session, current))}</ul>
${mine.length > 1 && endOthers}`

const sessionRow = (session: Session, current: Session): Html => html`
<li data-handle="${session.handle}">
  <p class="grow"><strong>${deviceOf(session) ?? 'Unknown device'}</strong>
    ${session.handle === current.handle && html`<span class="badge">this browser</span>`}
    <small>${shortHandle(session.handle)} last used ${clockTime(session.lastAccessedTime)}</small></p>
  ${session.handle !== current.handle && endButton(session)}
</li>`

const endButton = ({ handle }: Session): Html => html`
<form method="post" action="/sessions/end">
  <input type="hidden" name="handle" value="${handle}">
  <button class="danger" aria-label="End the session ${handle.slice(0, 8)}">End</button>
</form>`

const endOthers = html`
<form method="post" action="/sessions/end-others">
  <button class="danger">End all others</button>
</form>`
