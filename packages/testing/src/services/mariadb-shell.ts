import type { Service } from './service.ts'

/** MariaDB's shell. Its `url` is the executable's path. */
export const mariadbShell: Service = {
  name: 'mariadb-shell',
  environmentVariable: 'SESSION_MARIADB_SHELL',
  binaries: ['mariadb'],
  debianPackages: ['mariadb-client-core'],
  start: async (binary) => ({ url: binary, stop: async () => {} }),
}
