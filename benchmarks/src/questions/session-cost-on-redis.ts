import type { Comparison, Framework } from '../comparison/comparison.ts'
import { redis } from '../databases/redis.ts'
import { underBothLoads } from './under-both-loads.ts'

const onFastify: Framework = { bare: 'bare Fastify', floor: 'by hand, Fastify' }

export const sessionCostOnRedis: Comparison = {
  name: 'session-cost-on-redis',
  title: 'What does a session cost on Redis?',
  introduction: [
    'The same sessions in Redis, which runs on the core of the load and does nothing else. *Login*: the session gets another id, keeps its attributes, and belongs to a user from then on. *Clients* is how many requests are under way at once.',
    '*By hand* is the floor: one hash for each session with one field for each attribute; a read is `HGETALL` and `PEXPIRE` in one write to the socket, whose answer is kept as it came; a write is a script that renews the session and sets one field, and does nothing when the session has ended; all commands of one turn of the event loop leave together. It stands on each of the two frameworks. Sessions last 30 minutes, and every subject renews them when they are used: the peers on each request, the floor its TTL on each request and the access time once a second, @session/redis both once a second, as it does by default. The peers sign their cookies, as they do by default, and save no empty session; @fastify/session is `rolling`, without which it renews nothing. @mgcrea/fastify-session cannot change an id, so its login copies the session into a new one.',
  ].join('\n\n'),
  subjects: [
    { name: 'bare Express', entry: 'bare-express' },
    { name: 'bare again', entry: 'bare-express' },
    { name: 'by hand, Express', entry: 'express-floor-redis' },
    { name: 'express-session + connect-redis', entry: 'express-session-redis' },
    { name: 'bare Fastify', entry: 'bare-fastify', framework: onFastify },
    { name: 'by hand, Fastify', entry: 'fastify-floor-redis', framework: onFastify },
    {
      name: '@fastify/session + connect-redis',
      entry: 'fastify-session-redis',
      framework: onFastify,
    },
    { name: '@mgcrea/fastify-session', entry: 'mgcrea-session-redis', framework: onFastify },
    { name: '@session/redis', entry: 'session-express-redis' },
    { name: '@session/redis, indexed', entry: 'session-express-redis-indexed' },
  ],
  kinds: [
    { request: 'untouched', size: 'small' },
    ...underBothLoads('anonymous', 'small'),
    ...underBothLoads('reading', 'small'),
    ...underBothLoads('reading', 'large'),
    ...underBothLoads('writing', 'small'),
    ...underBothLoads('writing', 'large'),
    ...underBothLoads('login', 'small'),
    ...underBothLoads('login', 'large'),
  ],
  bare: 'bare Express',
  floor: 'by hand, Express',
  reference: 'express-session + connect-redis',
  goal: {
    subjects: ['@session/redis', '@session/redis, indexed'],
    ofFloor: { reading: 1.25, writing: 1.25, login: 1.25 },
    peers: [
      'express-session + connect-redis',
      '@fastify/session + connect-redis',
      '@mgcrea/fastify-session',
    ],
  },
  packages: [
    'express',
    'fastify',
    'ioredis',
    'redis',
    'express-session',
    'connect-redis',
    '@fastify/session',
    '@mgcrea/fastify-session',
  ],
  database: redis,
  effort: { warmUpRounds: 4, rounds: 14, requestsPerBurst: 500 },
}
