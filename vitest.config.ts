import { defineConfig } from 'vitest/config'

// Two projects, not one per package: starting a project costs more than running most suites.
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: [
            '{packages,samples}/*/test/**/*.test.ts',
            '{tools,benchmarks}/test/**/*.test.ts',
            'docs/**/*.test.ts',
          ],
          exclude: ['**/*.it.test.ts', '**/node_modules/**'],
          pool: 'threads',
          isolate: false,
        },
      },
      {
        test: {
          name: 'integration',
          include: [
            '{packages,samples}/*/test/**/*.it.test.ts',
            '{tools,benchmarks}/test/**/*.it.test.ts',
            'docs/**/*.it.test.ts',
          ],
          exclude: ['**/node_modules/**'],
          pool: 'forks',
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
    ],
    coverage: { provider: 'v8', include: ['packages/*/src/**'] },
  },
})
