import { randomBytes } from 'node:crypto'
import { findBinary } from './find-binary.ts'
import { freePort } from './free-port.ts'
import { redisConfig } from './redis.ts'
import { makeCertificate } from './redis-certificate.ts'
import { launchRedis } from './redis-process.ts'
import type { Service } from './service.ts'

/**
 * A server that speaks TLS alone and asks for a password, shared by all suites: each keeps to a
 * namespace of its own. Its URL is `rediss://:password@127.0.0.1:port?ca=` and the file of the
 * authority that signed its certificate; `parseRedisUrl()` reads it.
 */
export const redisTls: Service = {
  name: 'redis-tls',
  environmentVariable: 'SESSION_REDIS_TLS_URL',
  // It takes two programs: without openssl it counts as missing, and both packages are named.
  get binaries() {
    return findBinary(['openssl']) ? ['redis-server'] : []
  },
  debianPackages: ['redis-server', 'openssl'],
  start: async (binary, context) => {
    const { ca, certificate, key } = await makeCertificate(context.folder())
    const port = await freePort()
    const password = randomBytes(16).toString('hex')
    return launchRedis(binary, context, {
      port,
      password,
      ca,
      config: [
        ...redisConfig,
        'port 0',
        `tls-port ${port}`,
        `tls-cert-file "${certificate}"`,
        `tls-key-file "${key}"`,
        `tls-ca-cert-file "${ca}"`,
        'tls-auth-clients no',
        `requirepass ${password}`,
      ],
    })
  },
}
