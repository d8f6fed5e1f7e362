import type { Session } from '@session/core'
import type { EventEntry } from '../events/event-entry.ts'
import type { InputProblem } from '../input/input-problem.ts'
import type { DemoNode } from '../nodes/demo-node.ts'
import { attributesCard } from './attributes-card.ts'
import { eventsCard } from './events-card.ts'
import { type Html, html } from './html.ts'
import { layout } from './layout.ts'
import { sessionCard } from './session-card.ts'
import { sessionsCard } from './sessions-card.ts'
import { youCard } from './you-card.ts'

export interface HomeFacts {
  readonly node: DemoNode
  /** Of this browser. */
  readonly session: Session | undefined
  /** Has the browser come with a session that is no more? */
  readonly hasEnded: boolean
  /** This visitor's, on any browser. */
  readonly mine: readonly Session[]
  readonly entries: readonly EventEntry[]
  readonly device: string
  readonly problem: InputProblem | undefined
  /** What was sent with a form that had a problem. */
  readonly entered: Readonly<Record<string, unknown>>
}

export function homePage(facts: HomeFacts): Html {
  const { node, session } = facts
  const body = html`
<div>
  <h1>${session?.principalName === undefined ? 'Hello' : `Hello, ${session.principalName}`}</h1>
  <p class="answered">Node <strong>${node.name}</strong> answered this time, in process ${process.pid}.</p>
</div>
${facts.hasEnded && endedNotice}
<p class="notice" data-ended role="status" hidden>
  <span>This session has just ended.</span> <a href="/">See what is left</a>
</p>
<div class="columns">
  <div>
    ${youCard(facts)}
    ${attributesCard(facts)}
  </div>
  <div>
    ${sessionCard(facts)}
    ${sessionsCard(facts)}
  </div>
</div>
${eventsCard(facts)}`
  const { name, allNames, storeTitle } = node
  return layout({ title: `Cluster demo · node ${name}`, node: name, allNames, storeTitle, body })
}

const endedNotice = html`
<p class="notice" role="status">
  <span>Your last session has ended: it was not used for a while, or somebody ended it.</span>
</p>`
