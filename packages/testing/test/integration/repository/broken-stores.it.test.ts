import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { runContract } from '../run-contract.ts'

const fixtures = fileURLToPath(new URL('broken-stores', import.meta.url))

describe('the contract is not kept by a store', () => {
  test.each([
    [
      'whose update creates',
      'update-that-creates',
      [
        'lifecycle > deleting > wins over a later save of an attribute, which stores nothing',
        'id change > a save that still knows the old id is refused, and revives nothing',
        'random lives > two nodes and a simple model agree on sessions that live at random',
      ],
      'update() answers "gone" and creates nothing',
    ],
    [
      'that writes whole sessions',
      'whole-session-overwrite',
      [
        'concurrency > between two nodes > disjoint attributes that two requests write both survive',
        'concurrency > between two nodes > twenty requests at once that each set their own attribute keep all twenty',
        'concurrency > between two nodes > a delete during a save ends the session',
      ],
      'a save must write its delta, not the session',
    ],
    [
      'that finds expired sessions',
      'find-returns-expired',
      [
        'expiry > a session that was left alone for its interval is not found, on any node',
        'expiry > an expired session is not revived by a save of an attribute',
        'expiry > with the interval 0 a session is expired at once',
        'indexes > an expired session is never found',
      ],
      'find() must never return an expired session',
    ],
    [
      'whose removers both announce the end',
      'both-removers-announce',
      [
        'indexes > deleteByPrincipalName > counts each session once when two nodes end them at once',
        'events > a session that is deleted several times at once is announced once',
      ],
      'of two removers one gets the session',
    ],
    [
      'that lacks what it does not declare',
      'undeclared-lack',
      ['indexes > finds the sessions of a principal, whole, on every node'],
      "declare lacks: { 'indexes': '<why>' }",
    ],
  ])('%s, and the failures say why', async (_what, store, failing, message) => {
    const run = await runContract(fixtures, store)
    expect(run.failed).toEqual(expect.arrayContaining(failing))
    expect(run.messages).toContain(message)
    expect(run.passed, 'what the fault does not concern still passes').toBeGreaterThan(100)
  })
})
