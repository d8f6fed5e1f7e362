import { PRINCIPAL_NAME_INDEX_NAME } from '@session/core'
import { expect, test } from 'vitest'
import { principalOfJava } from '../../../src/cluster/java-index.ts'

const PRINCIPAL = `sessionAttr:${PRINCIPAL_NAME_INDEX_NAME}`
const CONTEXT = 'sessionAttr:SPRING_SECURITY_CONTEXT'
const context = (authentication: unknown): string => JSON.stringify({ authentication })

test.each([
  ['by itself', [PRINCIPAL, '"ada"'], 'ada'],
  ['as bytes', [Buffer.from(PRINCIPAL), Buffer.from('"ada"')], 'ada'],
  ['in the context, as a user', [CONTEXT, context({ principal: { username: 'ada' } })], 'ada'],
  ['in the context, as a name', [CONTEXT, context({ principal: 'ada' })], 'ada'],
  ['of the authentication', [CONTEXT, context({ name: 'ada', principal: {} })], 'ada'],
  ['before the context', [CONTEXT, context({ name: 'bob' }), PRINCIPAL, '"ada"'], 'ada'],
  ['nowhere', ['sessionAttr:name', '"ada"'], undefined],
  ['in bytes that are no JSON', [PRINCIPAL, '\xac\xed'], undefined],
  ['as a number', [PRINCIPAL, '5'], undefined],
])('who is logged in is found %s', (_where, flat, name) => {
  expect(principalOfJava(flat)).toBe(name)
})
