import { SessionError, StoreFullError, StoreUnavailableError } from '@session/core'

/** Refusals that come before anything is written, whatever the command. */
const REFUSALS: readonly string[] = [
  'ASK',
  'BUSY',
  'CLUSTERDOWN',
  'LOADING',
  'MASTERDOWN',
  'MISCONF',
  'MOVED',
  'NOAUTH',
  'NOREPLICAS',
  'READONLY',
  'TRYAGAIN',
]

/**
 * Redis names the reason in the first word of its message, before 7.0 behind the script's name. The
 * rest, and ioredis's `command`, hold ids and values: they stay here.
 */
export function asStoreError(operation: string, error: unknown): unknown {
  if (SessionError.isInstance(error) || !(error instanceof Error)) return error
  const { message } = error
  const reason = (/@user_script: ?\d+: -([A-Z]+) /.exec(message) ??
    /^([A-Z]{2,20}) /.exec(message))?.[1]
  if (reason === 'OOM') {
    return new StoreFullError(
      'Redis has no memory left (OOM). Sessions that exist can be read and deleted.',
    )
  }
  if (reason === undefined) return error
  if (REFUSALS.includes(reason)) {
    return new StoreUnavailableError(operation, 'not-applied', reason)
  }
  // A script that fails half-way has written something: the repository knows what that means.
  return Object.assign(new Error(), { code: reason })
}
