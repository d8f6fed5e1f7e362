import * as core from '@session/core'
import * as http from '@session/core/http'
import * as node from '@session/core/node'
import * as store from '@session/core/store'
import * as web from '@session/core/web'
import { expect, test } from 'vitest'

// A name that is added or taken away shows in review.
test.each([
  ['@session/core', core],
  ['@session/core/store', store],
  ['@session/core/http', http],
  ['@session/core/node', node],
  ['@session/core/web', web],
])('%s offers these values and no others', (_entry, module) => {
  expect(Object.keys(module).sort()).toMatchSnapshot()
})
