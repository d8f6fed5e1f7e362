import type { Comparison } from '../comparison/comparison.ts'
import { sqlite } from '../databases/sqlite.ts'

export const sessionCostOnSqlite: Comparison = {
  name: 'session-cost-on-sqlite',
  title: 'What does a session cost on SQLite?',
  introduction: [
    'The same sessions in a file of SQLite that the server itself has open through knex and a synchronous driver, with a write-ahead log. What the database computes is part of what the server computes.',
    "*By hand* is the floor: Spring Session's two tables through `knex.raw`; a read is a SELECT and then an UPDATE that renews the session, a write a short transaction. *Each time* is @session/jdbc with `touchInterval: 0`: it renews the session on each read, as the floor and the peer do; by default it does so once a second. connect-session-knex keeps a session as one JSON text, and signs its cookies.",
  ].join('\n\n'),
  subjects: [
    { name: 'bare Express', entry: 'bare-express' },
    { name: 'bare again', entry: 'bare-express' },
    { name: 'by hand', entry: 'express-floor-sqlite' },
    { name: 'connect-session-knex', entry: 'connect-session-knex' },
    { name: '@session/jdbc', entry: 'session-express-jdbc' },
    { name: '@session/jdbc, each time', entry: 'session-express-jdbc-renewing' },
  ],
  kinds: [
    { request: 'anonymous', size: 'small' },
    { request: 'reading', size: 'small' },
    { request: 'reading', size: 'large' },
    { request: 'writing', size: 'small' },
    { request: 'writing', size: 'large' },
    { request: 'login', size: 'small' },
    { request: 'login', size: 'large' },
  ],
  bare: 'bare Express',
  floor: 'by hand',
  reference: 'connect-session-knex',
  goal: {
    subjects: ['@session/jdbc', '@session/jdbc, each time'],
    ofFloor: { reading: 1 },
    peers: ['connect-session-knex'],
  },
  packages: ['express', 'knex', 'express-session', 'connect-session-knex'],
  database: sqlite,
  effort: { warmUpRounds: 1, rounds: 8, requestsPerBurst: 1000, connections: 20 },
}
