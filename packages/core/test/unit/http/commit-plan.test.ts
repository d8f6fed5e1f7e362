import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type CommitFacts, planCommit } from '../../../src/http/commit-plan.ts'

const quiet: CommitFacts = {
  session: 'none',
  isWanted: false,
  isChanged: false,
  clientHasId: false,
  isInvalidated: false,
}

describe('what a response does for its session', () => {
  test.each<[string, Partial<CommitFacts>, ReturnType<typeof planCommit>]>([
    ['no session was used', {}, { do: 'nothing' }],
    ['the presented one was ended', { isInvalidated: true }, { do: 'expire-id' }],
    ['a new one is empty', { session: 'unstored' }, { do: 'nothing' }],
    [
      'a new one has content',
      { session: 'unstored', isWanted: true },
      { do: 'save', sendId: true },
    ],
    [
      'one was ended and a fresh one has content',
      { session: 'unstored', isWanted: true, isInvalidated: true },
      { do: 'save', sendId: true },
    ],
    [
      'one was ended and a fresh one is empty',
      { session: 'unstored', isInvalidated: true },
      { do: 'expire-id' },
    ],
    ['a known one was read', { session: 'stored', clientHasId: true }, { do: 'nothing' }],
    [
      'a known one was changed',
      { session: 'stored', clientHasId: true, isChanged: true },
      { do: 'save', sendId: false },
    ],
    [
      'a known one got another id',
      { session: 'stored', isChanged: true },
      { do: 'save', sendId: true },
    ],
    ['a new one was saved early', { session: 'stored' }, { do: 'send-id' }],
  ])('when %s', (_when, facts, plan) => {
    expect(planCommit({ ...quiet, ...facts })).toEqual(plan)
  })
})

const anyFacts: fc.Arbitrary<CommitFacts> = fc.record({
  session: fc.constantFrom('none', 'unstored', 'stored'),
  isWanted: fc.boolean(),
  isChanged: fc.boolean(),
  clientHasId: fc.boolean(),
  isInvalidated: fc.boolean(),
})

describe('whatever happened in a request', () => {
  const sendsId = (plan: ReturnType<typeof planCommit>): boolean =>
    plan.do === 'send-id' || (plan.do === 'save' && plan.sendId)

  test('an id is sent only for a session that is, or will be, stored', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        if (sendsId(planCommit(facts))) expect(facts.session).not.toBe('none')
      }),
    )
  })

  test('a client that holds the id of a stored session is not sent it again', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        if (facts.session === 'stored' && facts.clientHasId) {
          expect(sendsId(planCommit(facts))).toBe(false)
        }
      }),
    )
  })

  test('an id is expired only when one was ended and none took its place', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        if (planCommit(facts).do !== 'expire-id') return
        expect(facts.isInvalidated).toBe(true)
        expect(facts.session === 'stored' || (facts.session === 'unstored' && facts.isWanted)).toBe(
          false,
        )
      }),
    )
  })

  test('every change of a stored session is saved', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        if (facts.session === 'stored' && facts.isChanged) expect(planCommit(facts).do).toBe('save')
      }),
    )
  })
})
