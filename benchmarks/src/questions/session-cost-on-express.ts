import type { Comparison } from '../comparison/comparison.ts'

export const sessionCostOnExpress: Comparison = {
  name: 'session-cost-on-express',
  title: 'What does a session cost on Express?',
  introduction: [
    'Sessions of 10 attributes (1 KB) and of 100 (50 KB), all in the memory of the process. *Untouched*: the client presents a session, and the handler never asks for it. *Anonymous*: it presents none. *Reading*: the handler reads one attribute, an object. *Writing*: it changes that one.',
    '*By hand* is the floor: what a handler needs that finds its session in a `Map`, renews it, and reads or stores one attribute, without tracking, events, indexes, deadlines or a held response. express-session runs with its `MemoryStore`, `resave: false` and `saveUninitialized: false`.',
  ].join('\n\n'),
  subjects: [
    { name: 'bare Express', entry: 'bare-express' },
    { name: 'bare again', entry: 'bare-express' },
    { name: 'by hand', entry: 'express-floor' },
    { name: 'express-session', entry: 'express-session' },
    { name: '@session/express', entry: 'session-express' },
  ],
  kinds: [
    { request: 'untouched', size: 'small' },
    { request: 'untouched', size: 'large' },
    { request: 'anonymous', size: 'small' },
    { request: 'reading', size: 'small' },
    { request: 'reading', size: 'large' },
    { request: 'writing', size: 'small' },
    { request: 'writing', size: 'large' },
  ],
  bare: 'bare Express',
  floor: 'by hand',
  reference: 'express-session',
  goal: {
    subjects: ['@session/express'],
    shares: { untouched: 0.1, anonymous: 0.1, reading: 0.5 },
  },
  packages: ['express', 'express-session'],
}
