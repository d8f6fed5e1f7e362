/**
 * The same bytes, with `complete` awaited before the byte of number `length` is passed on or the end
 * is told, before a failure is passed on, and after the stream was cancelled. A rejection of
 * `complete` errors the stream.
 */
export function streamThenComplete(
  body: ReadableStream<Uint8Array>,
  length: number,
  complete: () => Promise<unknown> | undefined,
): ReadableStream<Uint8Array> {
  const reader = body.getReader()
  let passed = 0
  let completed: Promise<unknown> | undefined
  // Cancelling ends a read that is under way, and both of them complete.
  const completeOnce = (): Promise<unknown> => {
    completed ??= Promise.resolve(complete())
    return completed
  }
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await reader.read().catch(async (error: unknown) => {
          // The failure of the body is the one to tell.
          await completeOnce().catch(() => undefined)
          throw error
        })
        passed += value?.byteLength ?? 0
        if (done || passed >= length) await completeOnce()
        if (done) controller.close()
        else controller.enqueue(value)
      },
      async cancel(reason) {
        try {
          await reader.cancel(reason)
        } finally {
          await completeOnce()
        }
      },
    },
    // Nothing is read ahead of the client.
    { highWaterMark: 0 },
  )
}
