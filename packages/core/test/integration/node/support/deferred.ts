/** A promise that the test settles by hand. */
export interface Deferred {
  readonly promise: Promise<void>
  resolve(): void
  reject(error: unknown): void
}

export function deferred(): Deferred {
  let resolve!: () => void
  let reject!: (error: unknown) => void
  const promise = new Promise<void>((onResolve, onReject) => {
    resolve = onResolve
    reject = onReject
  })
  // A test may reject it before the code under test waits for it.
  promise.catch(() => undefined)
  return { promise, resolve, reject }
}
