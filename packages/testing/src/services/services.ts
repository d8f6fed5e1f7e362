import { chromium } from './chromium.ts'
import type { Service } from './service.ts'

/**
 * Every service that the tests of this repository use. To add one: a file like `chromium.ts` that
 * exports a {@link Service}, a line here and one in `index.ts`. `npm test` then finds or starts it and
 * hands its URL to the tests in its environment variable.
 */
export const services: readonly Service[] = [chromium]
