import type { Service } from './service.ts'

/** PostgreSQL's shell. Its `url` is the executable's path. */
export const psql: Service = {
  name: 'psql',
  environmentVariable: 'SESSION_PSQL',
  binaries: ['psql'],
  debianPackages: ['postgresql-client'],
  start: async (binary) => ({ url: binary, stop: async () => {} }),
}
