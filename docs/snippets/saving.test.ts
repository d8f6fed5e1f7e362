import { expect, test } from 'vitest'
import { saveAfterLogout, twoRequestsAtOnce } from './saving.ts'

test('two requests that set different attributes keep both', async () => {
  expect([...(await twoRequestsAtOnce())].sort()).toEqual(['language', 'theme'])
})

test('a save after a logout is refused', async () => {
  expect(await saveAfterLogout()).toBe('SESSION_GONE')
})
