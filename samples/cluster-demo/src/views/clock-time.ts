import { type Html, html } from './html.ts'

/** In UTC: the server does not know where the visitor is. The script shows it in local time. */
export function clockTime(date: Date): Html {
  const iso = date.toISOString()
  return html`<time datetime="${iso}">${iso.slice(11, 19)} UTC</time>`
}
