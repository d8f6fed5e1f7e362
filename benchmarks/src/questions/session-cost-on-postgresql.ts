import type { Comparison } from '../comparison/comparison.ts'
import { postgres } from '../databases/postgres.ts'
import { underBothLoads } from './under-both-loads.ts'

export const sessionCostOnPostgresql: Comparison = {
  name: 'session-cost-on-postgresql',
  title: 'What does a session cost on PostgreSQL?',
  introduction: [
    'The same sessions in PostgreSQL, which runs on the core of the load; every subject has a pool of ten connections.',
    "*By hand* is the floor: Spring Session's two tables through prepared statements of the driver `pg`, without knex; a read is a SELECT and then an UPDATE that renews the session, a write one more statement that renews and stores. *Each time* is @session/jdbc with `touchInterval: 0`: it renews the session on each read, as the floor and the peers do; by default it does so once a second. Peers keep a session as one JSON text, and sign their cookies. connect-session-knex renews only sessions whose cookies have an age: these have.",
  ].join('\n\n'),
  subjects: [
    { name: 'bare Express', entry: 'bare-express' },
    { name: 'bare again', entry: 'bare-express' },
    { name: 'by hand', entry: 'express-floor-postgres' },
    { name: 'connect-pg-simple', entry: 'connect-pg-simple' },
    { name: 'connect-session-knex', entry: 'connect-session-knex' },
    { name: '@session/jdbc', entry: 'session-express-jdbc' },
    { name: '@session/jdbc, each time', entry: 'session-express-jdbc-renewing' },
  ],
  kinds: [
    { request: 'anonymous', size: 'small' },
    ...underBothLoads('reading', 'small'),
    ...underBothLoads('reading', 'large'),
    ...underBothLoads('writing', 'small'),
    ...underBothLoads('writing', 'large'),
    ...underBothLoads('login', 'small'),
    ...underBothLoads('login', 'large'),
  ],
  bare: 'bare Express',
  floor: 'by hand',
  reference: 'connect-pg-simple',
  goal: {
    subjects: ['@session/jdbc', '@session/jdbc, each time'],
    shares: { reading: 0.5, writing: 0.5, login: 0.5 },
    ofFloor: { reading: 1 },
    peers: ['connect-pg-simple', 'connect-session-knex'],
  },
  packages: [
    'express',
    'knex',
    'pg',
    'express-session',
    'connect-pg-simple',
    'connect-session-knex',
  ],
  database: postgres,
  effort: { warmUpRounds: 1, rounds: 8, requestsPerBurst: 1000 },
}
