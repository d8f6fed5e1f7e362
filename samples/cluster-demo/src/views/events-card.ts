import type { EventEntry } from '../events/event-entry.ts'
import { clockTime } from './clock-time.ts'
import { eventMessage } from './event-message.ts'
import { shortHandle } from './handle.ts'
import type { HomeFacts } from './home-page.ts'
import { type Html, html } from './html.ts'

const MOST = 50

export function eventsCard({ node, session, entries }: HomeFacts): Html {
  return html`
<section class="card" aria-labelledby="events">
  <div class="title">
    <h2 id="events">Events</h2>
    <p class="hint" data-stream></p>
  </div>
  <p>What happens to your sessions, as each node hears of it. It is local where it was done.</p>
  ${session === undefined ? none : log(entries, node.allNames)}
</section>`
}

const none = html`<p>Nothing yet: it begins with a session.</p>`

const log = (entries: readonly EventEntry[], allNames: readonly string[]): Html => html`
<div class="scroll" role="log" aria-labelledby="events" tabindex="0" data-live>
  <ol class="events" data-events="${allNames.map(streamOf).join(' ')}" data-most="${MOST}">
    ${entries.slice(0, MOST).map((entry) => eventRow(entry, allNames))}
  </ol>
</div>
<template>${eventRow(undefined, allNames)}</template>`

/** Below the node's own path, so that the front door asks that node and no other. */
const streamOf = (name: string): string => `/nodes/${name}/events`

/** One event as this node heard of it; `undefined` gives the form that the script fills in. */
function eventRow(entry: EventEntry | undefined, allNames: readonly string[]): Html {
  const message = entry && eventMessage(entry)
  return html`
<li data-key="${message?.key}">
  <span data-part="time">${entry ? clockTime(entry.time) : html`<time></time>`}</span>
  <strong data-part="type" data-type="${message?.type}">${message?.type}</strong>
  <span data-part="handle">${shortHandle(message?.handle ?? '')}</span>
  <span data-part="who">${message?.who}</span>
  <span data-part="heard">
    ${allNames.map((name) => heardBy(name, message?.node === name ? message.where : ''))}
  </span>
</li>`
}

const heardBy = (name: string, where: string): Html => html`
<span class="heard${where === 'local' && ' local'}" data-node="${name}"><b>${name}</b> <i>${where}</i></span>`
