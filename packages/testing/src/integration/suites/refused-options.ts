import { xAuthToken } from '@session/core/http'
import { expect, test } from 'vitest'
import type { FilterOptions, IntegrationContract } from '../integration-contract.ts'

const refused: readonly (readonly [string, unknown, RegExp])[] = [
  ['no repository', { repository: undefined }, /repository/],
  ['a repository that is none', { repository: new Map() }, /createSession/],
  ['an unknown option', { timeout: '30m' }, /'timeout'/],
  ['a cookie and a resolver at once', { cookie: {}, idResolver: xAuthToken() }, /not both/],
  ['an unknown policy', { creationPolicy: 'sometimes' }, /'if-required'/],
  ['a cookie name with a blank', { cookie: { name: 'my session' } }, /name/],
  ['a property that is no getter', { property: 'session' }, /'getAdminSession'/],
]

export function describeRefusedOptions({ start }: IntegrationContract): void {
  test.each(refused)('%s is refused before the first request', async (_what, options, message) => {
    await expect(start({}, options as FilterOptions)).rejects.toThrow(
      expect.objectContaining({
        code: 'INVALID_OPTION',
        message: expect.stringMatching(message),
      }),
    )
  })
}
