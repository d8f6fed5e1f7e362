import type { Service } from './service.ts'

/**
 * `redis-server` itself, 7.0 or newer, for suites that start servers of their own to break them. Its
 * `url` is the executable's path.
 */
export const redisExecutable: Service = {
  name: 'redis-executable',
  environmentVariable: 'SESSION_REDIS_SERVER',
  binaries: ['redis-server'],
  debianPackages: ['redis-server'],
  start: async (binary) => ({ url: binary, stop: async () => {} }),
}
