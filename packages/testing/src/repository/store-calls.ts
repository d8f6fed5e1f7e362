import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { StoreCallMessage } from '@session/core'
import type { RawStore } from './raw-store.ts'

/** What an action cost. */
export interface StoreCalls {
  /** The operations that the repository called its store for, in the order they ended. */
  readonly operations: readonly string[]
  /** Commands that reached the backend; 0 where it does not count them. */
  readonly commands: number
}

/** Counts what an action sends, on this side through the diagnostics channel and on the other through `raw`. */
export async function storeCallsOf(
  raw: RawStore,
  action: () => Promise<unknown>,
): Promise<StoreCalls> {
  const operations: string[] = []
  const listener = (message: unknown): void => {
    operations.push((message as StoreCallMessage).operation)
  }
  const before = (await raw.calls?.()) ?? 0
  subscribe('@session/core:store-call', listener)
  try {
    await action()
  } finally {
    unsubscribe('@session/core:store-call', listener)
  }
  return { operations, commands: ((await raw.calls?.()) ?? 0) - before }
}

export const noCalls: StoreCalls = { operations: [], commands: 0 }
