import { InvalidOptionError } from '@session/core'
import type { Knex } from 'knex'
import type { Dialect } from '../dialect/dialect.ts'
import type { SessionSteps } from '../steps/session-steps.ts'
import type { TableNames } from '../table-names.ts'
import { type EventSource, NodeEvents } from './node-events.ts'
import { outboxEvents } from './outbox.ts'
import { postgresqlNotifications } from './postgresql-notifications.ts'

/** How far events are heard. */
export type EventChannel = 'listen-notify' | 'local' | 'outbox'

export interface ToldEvents {
  readonly nodes: NodeEvents
  sourceOf(steps: SessionSteps): EventSource
}

/**
 * What a repository tells and hears; nothing for `'local'`.
 * @throws InvalidOptionError for a database that has no such channel
 */
export function toldEvents(
  channel: EventChannel,
  { knex, dialect, tables }: { knex: Knex; dialect: Dialect; tables: TableNames },
): ToldEvents | undefined {
  if (channel === 'local') return undefined
  if (channel === dialect.channel) {
    return {
      nodes: new NodeEvents(),
      sourceOf: ({ events }) =>
        events === undefined
          ? postgresqlNotifications(knex, tables.sessions)
          : outboxEvents(events),
    }
  }
  throw new InvalidOptionError(
    'events',
    channel,
    "Use 'local', with PostgreSQL also 'listen-notify', with SQLite, MySQL and MariaDB 'outbox'.",
  )
}
