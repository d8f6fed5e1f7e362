import type { Session } from '@session/core'
import { type Html, html } from './html.ts'

export const logInPage: Html = page(html`
<h1>Log in</h1>
<p>As anybody: there are no passwords here.</p>
<form method="post" action="/login">
  <input name="name" required pattern="[\\w.\\-]{1,40}" aria-label="Your name"> <button>Log in</button>
</form>`)

/** The list of their sessions. Each is named by its handle: whoever reads an id is that user. */
export function sessionsPage(current: Session, mine: readonly Session[]): Html {
  const latestFirst = [...mine].sort(
    (one, other) => +other.lastAccessedTime - +one.lastAccessedTime,
  )
  return page(html`
<h1>${current.principalName ?? ''} is logged in here</h1>
<table>
  <tr><th>Device</th><th>Location</th><th>Since</th><th>Last used</th><th></th></tr>
  ${latestFirst.map((session) => row(session, session.handle === current.handle))}
</table>
${mine.length > 1 && button('/sessions/end-others', 'Sign out everywhere else')}
${button('/logout', 'Log out')}`)
}

const row = (session: Session, isThisOne: boolean): Html => html`
<tr data-handle="${session.handle}">
  <td>${String(session.attributes.device)}</td>
  <td>${String(session.attributes.location)}</td>
  <td>${timeOf(session.creationTime)}</td>
  <td>${timeOf(session.lastAccessedTime)}</td>
  <td>${isThisOne ? html`this browser` : endButton(session)}</td>
</tr>`

const endButton = ({ handle }: Session): Html => html`
<form method="post" action="/sessions/end">
  <button name="handle" value="${handle}">End</button>
</form>`

const button = (action: string, label: string): Html =>
  html`<form method="post" action="${action}"><button>${label}</button></form>`

const timeOf = (date: Date): Html =>
  html`<time datetime="${date.toISOString()}">${date.toISOString().slice(0, 16)} UTC</time>`

function page(body: Html): Html {
  return html`<!doctype html>
<html lang="en" style="color-scheme: light dark; font-family: system-ui; max-width: 50rem; margin: auto">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Where you are logged in</title>
${body}
</html>
`
}
