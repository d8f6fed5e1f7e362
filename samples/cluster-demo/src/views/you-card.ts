import { nameRule } from '../input/text-rules.ts'
import { formField } from './form-field.ts'
import type { HomeFacts } from './home-page.ts'
import { type Html, html } from './html.ts'

export function youCard(facts: HomeFacts): Html {
  const name = facts.session?.principalName
  return html`
<section class="card" aria-labelledby="you">
  <h2 id="you">You</h2>
  ${name === undefined ? logIn(facts) : logOut(facts, name)}
</section>`
}

const logIn = (facts: HomeFacts): Html => html`
<p>Log in as anybody; there are no passwords here. The session gets a new id, and keeps its data.</p>
<form method="post" action="/login" class="row">
  ${formField(nameRule, facts, 'username')}
  <button class="primary">Log in</button>
</form>`

const logOut = ({ device }: HomeFacts, name: string): Html => html`
<form method="post" action="/logout" class="row">
  <p class="grow">Logged in as <strong class="name">${name}</strong> with ${device}.</p>
  <button>Log out</button>
</form>`
