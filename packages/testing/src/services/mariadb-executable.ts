import type { Service } from './service.ts'

/**
 * `mariadbd` itself, with `mariadb-install-db`, for suites that start servers of their own to break
 * them. Its `url` is the executable's path.
 */
export const mariadbExecutable: Service = {
  name: 'mariadb-executable',
  environmentVariable: 'SESSION_MARIADB_SERVER',
  binaries: ['mariadbd'],
  // The client brings a program that the installation asks for its settings.
  debianPackages: ['mariadb-server-core', 'mariadb-client-core'],
  start: async (binary) => ({ url: binary, stop: async () => {} }),
}
