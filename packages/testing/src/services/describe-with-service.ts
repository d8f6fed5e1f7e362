import { describe, test } from 'vitest'
import type { Service } from './service.ts'
import { findForTests } from './service-url.ts'

/**
 * A suite that needs a real service. Where it cannot be had, one test stands for the suite: skipped
 * with the command that gets the service, and failed when `CI` is `true`.
 *
 * ```ts
 * describeWithService(chromium, 'the demo in a browser', (path) => {
 *   test('…', async () => { … })
 * })
 * ```
 */
export const describeWithService = (
  service: Service,
  name: string,
  suite: (url: string) => void | Promise<void>,
): void => {
  describe(name, async () => {
    const found = await findForTests(service)
    if ('url' in found) return suite(found.url)
    test(`needs ${service.name}`, ({ skip }) => {
      const note = `${found.missing} Get it: ${found.remedy}`
      if (process.env.CI === 'true') throw new Error(note)
      skip(note)
    })
  })
}
