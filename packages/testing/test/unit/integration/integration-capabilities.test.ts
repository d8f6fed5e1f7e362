import { expect, test } from 'vitest'
import { checkIntegrationLacks } from '../../../src/integration/integration-capabilities.ts'

test('takes a lack with its reason', () => {
  expect(() => checkIntegrationLacks({ http1: 'speaks HTTP/2 only' })).not.toThrow()
})

test('refuses a lack of something that is no capability', () => {
  expect(() => checkIntegrationLacks({ cookies: 'none' } as never)).toThrow(/'cookies'.*http1/)
})

test('refuses a lack without a reason', () => {
  expect(() => checkIntegrationLacks({ http1: ' ' })).toThrow(/reason/)
})
