import { StoreUnavailableError } from '@session/core'
import type { StoreCall } from '@session/core/store'
import { asStoreError } from '../redis-error.ts'

/** Steps without which nothing may go on; nor does anything after the deadline. */
export async function required(
  operation: string,
  call: StoreCall,
  steps: readonly Promise<unknown>[],
): Promise<void> {
  try {
    await Promise.all(steps)
  } catch (error) {
    throw asStoreError(operation, error)
  }
  call.signal.throwIfAborted()
}

/** What `deciding` says, once all of it is done. What fails beside a write that was done leaves its outcome open. */
export async function decided<T>(
  deciding: Promise<T>,
  beside: readonly Promise<unknown>[],
): Promise<T> {
  const [decision, ...others] = await Promise.allSettled([deciding, ...beside])
  if (decision.status === 'rejected') throw decision.reason
  if (others.some(({ status }) => status === 'rejected')) {
    throw new StoreUnavailableError('insert', 'unknown')
  }
  return decision.value
}
