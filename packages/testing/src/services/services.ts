import { chromium } from './chromium.ts'
import { mariadb } from './mariadb.ts'
import { mariadbExecutable } from './mariadb-executable.ts'
import { mariadbShell } from './mariadb-shell.ts'
import { postgres } from './postgres.ts'
import { postgresExecutable } from './postgres-executable.ts'
import { psql } from './psql.ts'
import { redis } from './redis.ts'
import { redisCluster } from './redis-cluster.ts'
import { redisExecutable } from './redis-executable.ts'
import { redisSentinel } from './redis-sentinel.ts'
import { redisTls } from './redis-tls.ts'
import type { Service } from './service.ts'
import { sqliteShell } from './sqlite-shell.ts'

/**
 * Every service that the tests of this repository use. To add one: a file like `chromium.ts` that
 * exports a {@link Service}, a line here and one in `index.ts`. `npm test` then finds or starts it and
 * hands its URL to the tests in its environment variable.
 */
export const services: readonly Service[] = [
  chromium,
  mariadb,
  mariadbExecutable,
  mariadbShell,
  postgres,
  postgresExecutable,
  psql,
  redis,
  redisCluster,
  redisExecutable,
  redisSentinel,
  redisTls,
  sqliteShell,
]
