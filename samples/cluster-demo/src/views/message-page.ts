import type { DemoNode } from '../nodes/demo-node.ts'
import { type Html, html } from './html.ts'
import { layout } from './layout.ts'

/** A page that says one thing and leads back. */
export function messagePage(node: DemoNode, heading: string, text: string): Html {
  const body = html`
<div class="message">
  <h1>${heading}</h1>
  <p>${text}</p>
  <p><a class="button primary" href="/">Back to the demo</a></p>
</div>`
  const { name, allNames, storeTitle } = node
  return layout({ title: `${heading} · Cluster demo`, node: name, allNames, storeTitle, body })
}
