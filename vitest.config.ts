import { defineConfig } from 'vitest/config'

// Two projects, not one per package: starting a project costs more than running most suites.
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: [
            'packages/*/test/**/*.test.ts',
            'tools/test/**/*.test.ts',
            'docs/snippets/**/*.test.ts',
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
            '{packages,samples,tools,benchmarks}/*/test/**/*.it.test.ts',
            'tools/test/**/*.it.test.ts',
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
