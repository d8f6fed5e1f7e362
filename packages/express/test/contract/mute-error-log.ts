import { inspect } from 'node:util'
import { afterAll, beforeAll, expect, vi } from 'vitest'

/**
 * Express prints every error that reaches it: nothing of a driver may be among them. Stays mute to
 * the end of the file, because Express prints after it has answered.
 */
export function muteErrorLog(): void {
  const printed: string[] = []
  beforeAll(() => {
    vi.spyOn(console, 'error').mockImplementation((...args) => {
      // As text: an error keeps what its stack refers to.
      printed.push(inspect(args))
    })
  })
  afterAll(() => {
    expect(printed.join('\n')).not.toContain('database-host')
  })
}
