/**
 * Begins to count the calls of these methods when it is called, by wrapping them; until then they
 * cost what they always cost. What it returns gives the count.
 */
export const countingCalls =
  (store: object, methods: readonly string[]): (() => () => number) =>
  () => {
    let calls = 0
    const counted = store as Record<string, (...input: unknown[]) => unknown>
    for (const name of methods) {
      const method = counted[name]
      counted[name] = (...input) => {
        calls++
        return method?.apply(store, input)
      }
    }
    return () => calls
  }
