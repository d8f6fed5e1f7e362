import type { Service } from './service.ts'

/** SQLite's shell. Its `url` is the executable's path. */
export const sqliteShell: Service = {
  name: 'sqlite-shell',
  environmentVariable: 'SESSION_SQLITE_SHELL',
  binaries: ['sqlite3'],
  debianPackages: ['sqlite3'],
  start: async (binary) => ({ url: binary, stop: async () => {} }),
}
