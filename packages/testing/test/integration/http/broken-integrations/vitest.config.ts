import { defineConfig } from 'vitest/config'

// Suites that must fail, run by the test of the contract alone.
export default defineConfig({
  test: { include: ['*.fixture.ts'], reporters: ['json'], testTimeout: 2_000 },
})
