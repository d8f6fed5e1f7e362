import { describeSessionRepository, type RepositoryHarness } from '@session/testing'
import { describe, expect, test } from 'vitest'

const harnessWith = (lacks: object): RepositoryHarness =>
  ({ open: () => expect.fail(), raw: {}, lacks }) as unknown as RepositoryHarness

describe('what a store declares to lack', () => {
  test('must be a capability that there is', () => {
    expect(() => describeSessionRepository('x', harnessWith({ index: 'no' }))).toThrow(
      /'index' is no capability. There are: indexes, /,
    )
  })

  test.each([[''], ['  '], [true], [undefined]])('needs a reason: not %j', (reason) => {
    expect(() => describeSessionRepository('x', harnessWith({ indexes: reason }))).toThrow(
      "give the reason why 'indexes' is lacking",
    )
  })
})
