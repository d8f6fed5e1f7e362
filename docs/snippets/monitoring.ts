// #region subscribe
import { subscribe } from 'node:diagnostics_channel'
import type { DecodeErrorMessage, StoreCallMessage } from '@session/core'

export const calls = { count: 0, failed: 0, milliseconds: 0 }

subscribe('@session/core:store-call', (message) => {
  const { duration, outcome } = message as StoreCallMessage
  calls.count += 1
  calls.milliseconds += duration
  if (outcome !== 'ok') calls.failed += 1
})

subscribe('@session/core:decode-error', (message) => {
  const { handle, attribute } = message as DecodeErrorMessage
  console.warn(`Attribute ${attribute} of session ${handle} cannot be read`)
})
// #endregion subscribe
