import { attributeRule, valueRule } from '../input/text-rules.ts'
import { type VisitorAttribute, visitorAttributes } from '../input/visitor-attributes.ts'
import { formField } from './form-field.ts'
import type { HomeFacts } from './home-page.ts'
import { type Html, html } from './html.ts'

export function attributesCard(facts: HomeFacts): Html {
  const attributes = facts.session === undefined ? [] : visitorAttributes(facts.session)
  return html`
<section class="card" aria-labelledby="attributes">
  <h2 id="attributes">Attributes</h2>
  ${attributes.length === 0 ? none : html`<ul class="list">${attributes.map(attributeRow)}</ul>`}
  <form method="post" action="/attributes" class="row">
    ${formField(attributeRule, facts, 'off')}
    ${formField(valueRule, facts, 'off')}
    <button class="primary">Add</button>
  </form>
</section>`
}

const none = html`<p>None yet. Add one, and both nodes know it.</p>`

const attributeRow = ({ name, text, writtenBy }: VisitorAttribute): Html => html`
<li data-attribute="${name}">
  <p class="grow"><strong>${name}</strong> <span class="value">${text}</span>
    <small>written by node ${writtenBy}</small></p>
  <form method="post" action="/attributes/remove">
    <input type="hidden" name="attribute" value="${name}">
    <button aria-label="Remove ${name}">Remove</button>
  </form>
</li>`
