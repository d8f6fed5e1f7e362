import { createRequire } from 'node:module'
import type { Express } from 'express'

/** Express 4 under its alias, with the types of Express 5: what the tests use is the same. */
export const express4 = createRequire(import.meta.url)('express4') as () => Express
