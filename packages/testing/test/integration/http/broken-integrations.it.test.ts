import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { runContract } from '../run-contract.ts'

const fixtures = fileURLToPath(new URL('broken-integrations', import.meta.url))

describe('the contract is not kept by an integration', () => {
  test.each([
    [
      'that loads a session for every request',
      'loads-every-request',
      ['untouched requests > nor does one that presents a session, whose life is not extended'],
    ],
    [
      'that answers before the session is saved',
      'answers-before-the-save',
      [
        'redirects > a redirect waits for a store that takes long, on the first visit',
        'redirects > a redirect waits for a store that takes long, on a later visit',
        'store failures > a change that cannot be stored is one clean error, and tried once',
        'id changes > a login during a logout elsewhere is an error, and gives out no id',
      ],
    ],
    [
      'that takes an outage for an anonymous user',
      'takes-outages-for-strangers',
      ['store failures > a session that cannot be read is an outage, not an anonymous user'],
    ],
    [
      'whose harness looks into another store',
      'looks-into-another-store',
      [
        'first visit > stores the session in one call and sends exactly this cookie, once',
        'remember me > takes another validity',
        'requested session > the id of a live session is valid, and looking renews its access time',
        'several filters > two filters keep two sessions apart',
        'untouched requests > nor does one that presents a session, whose life is not extended',
      ],
    ],
  ])('%s', async (_what, fixture, failing) => {
    const run = await runContract(fixtures, fixture)
    expect(run.failed).toEqual(expect.arrayContaining(failing))
    expect(run.passed, 'what the fault does not concern still passes').toBeGreaterThan(80)
  })
})
