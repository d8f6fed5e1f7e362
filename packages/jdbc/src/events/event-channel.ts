import { InvalidOptionError } from '@session/core'
import type { Knex } from 'knex'
import type { Dialect } from '../dialect/dialect.ts'
import type { TableNames } from '../table-names.ts'
import { type EventSource, NodeEvents } from './node-events.ts'
import { postgresqlNotifications } from './postgresql-notifications.ts'

/** How far events are heard. */
export type EventChannel = 'listen-notify' | 'local'

export interface ToldEvents {
  readonly nodes: NodeEvents
  readonly source: EventSource
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
  if (channel === 'listen-notify' && dialect.hasNotifications === true) {
    return {
      nodes: new NodeEvents(),
      source: postgresqlNotifications(knex, tables.sessions),
    }
  }
  throw new InvalidOptionError(
    'events',
    channel,
    "Use 'local', or with PostgreSQL 'listen-notify'.",
  )
}
