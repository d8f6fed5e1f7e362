import type { Session } from '@session/core'
import { type Html, html } from './html.ts'
import { cartOf, themeOf, visitsOf } from './shop-session.ts'

export function homePage(session: Session): Html {
  const name = session.principalName
  const theme = themeOf(session)
  return html`<!doctype html>
<html lang="en" style="color-scheme: ${theme}; font-family: system-ui; max-width: 40rem; margin: auto">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Shop</title>
<h1>Hello${name !== undefined && `, ${name}`}</h1>
<p>Visit ${visitsOf(session)}, answered by process ${process.pid}.</p>
${name === undefined ? logInForm : logOutForm}
<h2>Cart</h2>
<ul>${cartOf(session).map((item) => html`<li>${item}</li>`)}</ul>
<form method="post" action="/cart">
  <input name="item" required maxlength="40" aria-label="Item"> <button>Add to the cart</button>
</form>
<h2>Theme</h2>
<form method="post" action="/theme">
  <button name="theme" value="${theme === 'light' ? 'dark' : 'light'}">Switch the light</button>
</form>
</html>
`
}

const logInForm = html`
<form method="post" action="/login">
  <input name="name" required maxlength="40" aria-label="Your name"> <button>Log in</button>
</form>`

const logOutForm = html`<form method="post" action="/logout"><button>Log out</button></form>`
