import { existsSync } from 'node:fs'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { describeWithService } from '../../../src/services/describe-with-service.ts'
import { findOrStart } from '../../../src/services/find-or-start.ts'
import { redis, type StartRedisOptions, startRedis } from '../../../src/services/redis.ts'
import { RedisConnection } from '../../../src/services/redis-connection.ts'
import { redisExecutable } from '../../../src/services/redis-executable.ts'
import type { RunningRedis } from '../../../src/services/redis-process.ts'
import { parseRedisUrl } from '../../../src/services/redis-url.ts'
import type { RunningService } from '../../../src/services/service.ts'
import { ask, processState, setting } from './redis-probe.ts'

describeWithService(redisExecutable, 'one Redis server', () => {
  const started: RunningService[] = []
  afterEach(async () => {
    for (const one of started.splice(0)) await one.stop()
  })
  const start = async (options?: StartRedisOptions): Promise<RunningRedis> => {
    const server = await startRedis(options)
    started.push(server)
    return server
  }

  test('that suites share keeps nothing, may be told to DEBUG and notifies of nothing', async () => {
    const environment = { PATH: process.env.PATH }
    const running = (await findOrStart(redis, { install: false, environment })) as RunningService
    started.push(running)
    const [node] = parseRedisUrl(running.url).nodes
    const at = { port: node?.port ?? 0 }
    expect(await ask(at, 'DEBUG', 'SET-ACTIVE-EXPIRE', '1')).toBe('OK')
    expect(await setting(at, 'notify-keyspace-events')).toBe('')
    expect(await setting(at, 'save')).toBe('')
    expect(await setting(at, 'appendonly')).toBe('no')
    expect(await setting(at, 'bind')).toBe('127.0.0.1')
  })

  describe('of a test alone', () => {
    test('is gone with its folder once it is stopped, and may be stopped twice', async () => {
      const server = await start()
      const folder = String(await setting(server, 'dir'))
      expect(existsSync(folder)).toBe(true)
      await server.stop()
      expect(processState(server.pid)).toBeUndefined()
      expect(existsSync(folder)).toBe(false)
      await server.stop()
    })

    test('dies of SIGKILL, and is started again, empty, on the same port', async () => {
      const server = await start()
      const { port, pid } = server
      await ask(server, 'SET', 'name', 'Ada')
      await server.kill('SIGKILL')
      expect(processState(pid)).toBeUndefined()
      await expect(ask(server, 'PING')).rejects.toThrow('ECONNREFUSED')
      await expect(server.kill('SIGKILL')).rejects.toThrow('ESRCH')
      await server.restart()
      expect(server.port).toBe(port)
      expect(server.pid).not.toBe(pid)
      expect(await ask(server, 'GET', 'name')).toBeNull()
    })

    test('keeps its data over a restart when it is configured to', async () => {
      const server = await start({ config: ['appendonly yes', 'appendfsync always'] })
      await ask(server, 'SET', 'name', 'Ada')
      await server.restart()
      expect(await ask(server, 'GET', 'name')).toBe('Ada')
    })

    test('answers nothing while it is stopped by a signal, and then everything', async () => {
      const server = await start()
      const connection = await RedisConnection.open(server)
      try {
        await server.kill('SIGSTOP')
        await vi.waitFor(() => expect(processState(server.pid)).toBe('T'))
        let answered = false
        const reply = connection.send('ECHO', 'late').finally(() => {
          answered = true
        })
        // The kernel accepts a connection for it, in a time in which it would have answered.
        const other = await RedisConnection.open(server)
        other.close()
        expect(answered).toBe(false)
        await server.kill('SIGCONT')
        expect(await reply).toBe('late')
      } finally {
        connection.close()
      }
    })

    test('can be stopped and restarted while a signal has stopped it', async () => {
      const server = await start()
      await server.kill('SIGSTOP')
      await server.restart()
      expect(await ask(server, 'PING')).toBe('PONG')
      await server.kill('SIGSTOP')
      await server.stop()
      expect(processState(server.pid)).toBeUndefined()
    })

    test('asks for the password that it was given, which is in its URL', async () => {
      const server = await start({ password: 'p@ss word' })
      const { password } = parseRedisUrl(server.url)
      expect(password).toBe('p@ss word')
      await expect(ask(server, 'PING')).rejects.toThrow('NOAUTH')
      expect(await ask({ port: server.port, password }, 'PING')).toBe('PONG')
    })

    test('takes lines of configuration, users among them', async () => {
      const server = await start({
        config: ['maxmemory 2mb', 'user ann on >secret ~* +@all -config'],
      })
      expect(await setting(server, 'maxmemory')).toBe(String(2 * 1024 * 1024))
      expect(await ask(server, 'ACL', 'USERS')).toEqual(['ann', 'default'])
    })

    test('starts with users of its own alone', async () => {
      const server = await start({ config: ['user default off', 'user ann on >secret ~* +@all'] })
      await expect(ask(server, 'PING')).rejects.toThrow('NOAUTH')
      expect(server.pid).toBeGreaterThan(0)
    })

    test('rejects with what Redis says of a line that it does not know', async () => {
      await expect(startRedis({ config: ['no-such-directive yes'] })).rejects.toThrow(
        /no-such-directive yes/,
      )
    })
  })
})
