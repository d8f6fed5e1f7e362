import { existsSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { rootCertificates } from 'node:tls'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeWithService } from '../../../src/services/describe-with-service.ts'
import { findOrStart } from '../../../src/services/find-or-start.ts'
import { redisExecutable } from '../../../src/services/redis-executable.ts'
import { redisTls } from '../../../src/services/redis-tls.ts'
import { parseRedisUrl } from '../../../src/services/redis-url.ts'
import type { RunningService } from '../../../src/services/service.ts'
import { ask } from './redis-probe.ts'

describeWithService(redisExecutable, 'a Redis server with TLS', () => {
  let running: RunningService
  beforeAll(async () => {
    const environment = { PATH: process.env.PATH }
    running = (await findOrStart(redisTls, { install: false, environment })) as RunningService
  })
  afterAll(() => running.stop())

  const location = () => {
    const { nodes, password, ca = '' } = parseRedisUrl(running.url)
    return { port: nodes[0]?.port ?? 0, password, ca }
  }

  test('answers whoever trusts its authority and knows its password', async () => {
    expect(await ask(location(), 'PING')).toBe('PONG')
  })

  test('is not trusted by whoever trusts another authority', async () => {
    const ca = join(dirname(location().ca), 'another.crt')
    writeFileSync(ca, rootCertificates[0] ?? '')
    await expect(ask({ ...location(), ca }, 'PING')).rejects.toThrow(/certificate/)
  })

  test('answers neither without the password nor without TLS', async () => {
    await expect(ask({ ...location(), password: undefined }, 'PING')).rejects.toThrow('NOAUTH')
    await expect(ask({ ...location(), password: 'wrong' }, 'PING')).rejects.toThrow('WRONGPASS')
    await expect(ask({ ...location(), ca: undefined }, 'PING')).rejects.toThrow()
  })

  test('takes its certificates with it', async () => {
    const { ca } = location()
    expect(existsSync(ca)).toBe(true)
    await running.stop()
    expect(existsSync(ca)).toBe(false)
  })
})
