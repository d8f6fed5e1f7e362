import type { EventJournal } from '../events/event-journal.ts'
import type { DemoRepository } from '../stores/store.ts'

/** What the pages of a node are made from. */
export interface DemoNode {
  readonly name: string
  /** All nodes behind the front door. */
  readonly allNames: readonly string[]
  readonly storeTitle: string
  readonly sessions: DemoRepository
  readonly journal: EventJournal
}
