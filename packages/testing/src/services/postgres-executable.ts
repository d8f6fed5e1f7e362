import type { Service } from './service.ts'

// Debian keeps one folder for each version, and none of them on the PATH.
const versions = [18, 17, 16, 15, 14, 13]

/**
 * `postgres` itself, with `initdb` beside it, for suites that start servers of their own to break
 * them. Its `url` is the executable's path.
 */
export const postgresExecutable: Service = {
  name: 'postgres-executable',
  environmentVariable: 'SESSION_POSTGRES_SERVER',
  binaries: [
    'postgres',
    ...versions.map((version) => `/usr/lib/postgresql/${version}/bin/postgres`),
  ],
  debianPackages: ['postgresql'],
  start: async (binary) => ({ url: binary, stop: async () => {} }),
}
