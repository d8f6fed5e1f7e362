/** Express 4 under its alias, with the types of Express 5: what the tests use is the same. */
declare module 'express4' {
  import type { Express } from 'express'

  export default function express(): Express
}
