import { type Html, html } from './html.ts'

/** Enough of it to tell sessions apart; whole as the title. */
export const shortHandle = (handle: string): Html =>
  html`<code class="handle" title="${handle}">${handle.slice(0, 8)}…</code>`
