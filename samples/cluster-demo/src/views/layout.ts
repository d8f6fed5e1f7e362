import { assetUrl } from '../routes/assets.ts'
import { type Html, type HtmlPart, html } from './html.ts'

export interface LayoutFacts {
  readonly title: string
  /** The node that answers. */
  readonly node: string
  readonly allNames: readonly string[]
  readonly storeTitle: string
  readonly body: HtmlPart
}

export const layout = (facts: LayoutFacts): Html => html`<!doctype html>
<html lang="en" data-node="${facts.node}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${facts.title}</title>
<link rel="icon" type="image/svg+xml" href="${assetUrl('icon.svg')}">
<link rel="stylesheet" href="${assetUrl('style.css')}">
<script defer src="${assetUrl('script.js')}"></script>
</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
<header>
  <div class="bar">
    <p class="brand"><a href="/">Cluster demo</a></p>
    ${route(facts)}
    <a class="button" href="/">Ask again</a>
  </div>
</header>
<main id="main">
${facts.body}
</main>
<footer>
  <p>Two nodes, one store: whichever answers, the session is there.</p>
</footer>
</body>
</html>
`

/** The way of this request. */
const route = ({ node, allNames, storeTitle }: LayoutFacts): Html => html`
<ol class="route" aria-label="The way of this request">
  <li>You</li>
  <li>Front door</li>
  <li class="nodes">
    ${allNames.map((name) =>
      name === node
        ? html`<strong class="node" data-node="${name}"><span class="hidden">Answered by node </span>${name}</strong>`
        : html`<span class="node" data-node="${name}" aria-hidden="true">${name}</span>`,
    )}
  </li>
  <li>${storeTitle}</li>
</ol>`
