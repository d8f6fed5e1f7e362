import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { describeWithService } from '../../../src/services/describe-with-service.ts'
import { type FaultProxy, faultProxy } from '../../../src/services/fault-proxy.ts'
import { startRedis } from '../../../src/services/redis.ts'
import { RedisConnection } from '../../../src/services/redis-connection.ts'
import { redisExecutable } from '../../../src/services/redis-executable.ts'
import type { RunningRedis } from '../../../src/services/redis-process.ts'
import { ask } from './redis-probe.ts'

describeWithService(redisExecutable, 'a fault proxy before Redis', () => {
  let server: RunningRedis
  let proxy: FaultProxy
  let connection: RedisConnection
  beforeAll(async () => {
    server = await startRedis()
  })
  afterAll(() => server.stop())
  beforeEach(async () => {
    await ask(server, 'FLUSHALL')
    proxy = await faultProxy(server)
    connection = await RedisConnection.open(proxy)
  })
  afterEach(async () => {
    connection.close()
    await proxy.close()
  })

  test('loses the reply to a command that was carried out', async () => {
    await proxy.setMode({ dropReplyTo: 'INCR' })
    expect(await connection.send('SET', 'visits', '41')).toBe('OK')
    await expect(connection.send('INCR', 'visits')).rejects.toThrow('ECONNRESET')
    expect(await ask(server, 'GET', 'visits')).toBe('42')
    expect(await ask(proxy, 'GET', 'visits')).toBe('42')
  })

  test('holds commands back, and answers each with its own reply afterwards', async () => {
    await proxy.setMode('hold')
    const replies = Promise.all([
      connection.send('INCR', 'visits'),
      connection.send('ECHO', 'hello'),
      connection.send('INCR', 'visits'),
    ])
    await vi.waitFor(() => expect(proxy.connections[0]?.fromClient).toBeGreaterThan(0))
    expect(await ask(server, 'EXISTS', 'visits')).toBe(0)
    await proxy.setMode('pass')
    expect(await replies).toEqual([1, 'hello', 2])
  })

  test('cuts off commands that it held, which were never carried out', async () => {
    await proxy.setMode('hold')
    const reply = connection.send('INCR', 'visits')
    await vi.waitFor(() => expect(proxy.connections[0]?.fromClient).toBeGreaterThan(0))
    await proxy.setMode('cut')
    await expect(reply).rejects.toThrow('ECONNRESET')
    expect(await ask(server, 'EXISTS', 'visits')).toBe(0)
  })

  test('splits commands and replies without changing them', async () => {
    await proxy.setMode('split-writes')
    await connection.send('RPUSH', 'names', 'Ada', 'Zoë', '')
    const script = "return { 1, { 'two', false }, redis.call('LRANGE', KEYS[1], 0, -1) }"
    expect(await connection.send('EVAL', script, '1', 'names')).toEqual([
      1,
      ['two', null],
      ['Ada', 'Zoë', ''],
    ])
    await expect(connection.send('HGET', 'names', 'x')).rejects.toThrow('WRONGTYPE')
  })

  test('resets its connections when the server is killed, and reaches it once it is back', async () => {
    await server.kill('SIGKILL')
    await expect(connection.send('PING')).rejects.toThrow()
    await server.restart()
    expect(await ask(proxy, 'PING')).toBe('PONG')
  })
})
