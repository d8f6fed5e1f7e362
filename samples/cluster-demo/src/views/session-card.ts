import type { Session } from '@session/core'
import { clockTime } from './clock-time.ts'
import type { HomeFacts } from './home-page.ts'
import { type Html, html } from './html.ts'

export const sessionCard = ({ session }: HomeFacts): Html => html`
<section class="card" aria-labelledby="session">
  <h2 id="session">This session</h2>
  ${session === undefined ? none : details(session)}
</section>`

const none = html`
<p>There is none: a visit that stores nothing costs nothing, and sets no cookie.
Log in or add an attribute, and it begins.</p>`

const details = (session: Session): Html => html`
${session.expiresAt !== undefined && countdown(session.expiresAt, session.maxInactiveInterval)}
<dl>
  <div><dt>Begun</dt><dd>${clockTime(session.creationTime)}</dd></div>
  <div><dt>Last used</dt><dd>${clockTime(session.lastAccessedTime)}</dd></div>
  <div><dt>Handle, which is no secret</dt><dd><code class="whole">${session.handle}</code></dd></div>
</dl>`

/** Time left, not the time of the end: the browser's clock may be wrong. */
function countdown(expiresAt: Date, idleSeconds: number): Html {
  const left = Math.max(0, expiresAt.getTime() - Date.now())
  return html`
<div class="countdown" data-countdown="${left}">
  <p>Ends unless used within <strong data-left>${minutes(idleSeconds)}</strong></p>
  <progress max="${idleSeconds * 1000}" value="${left}" aria-label="Idle time left"></progress>
</div>`
}

const minutes = (seconds: number): string =>
  `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
