import { once } from 'node:events'
import { type AddressInfo, Server } from 'node:net'
import { TestClient } from '@session/testing'
import { describeWithService, redis as service } from '@session/testing/services'
import { Redis } from 'ioredis'
import { expect, test, vi } from 'vitest'

describeWithService(service, 'the code in the README', (url) => {
  test('counts visits, and stores what the README lists', async () => {
    // A database of its own: the code keeps to the default namespace.
    vi.stubEnv('REDIS_URL', `${url}/9`)
    const servers: Server[] = []
    const listen = Server.prototype.listen
    const spy = vi.spyOn(Server.prototype, 'listen').mockImplementation(function (this: Server) {
      servers.push(this)
      return Reflect.apply(listen, this, [0, '127.0.0.1'])
    })
    const redis = new Redis(url, { db: 9 })
    const left = await redis.keys('spring:session:*')
    if (left.length > 0) await redis.del(...left)
    try {
      await import('../examples/quick-start.fixture.ts')
      spy.mockRestore()
      const [server] = servers as [Server]
      if (!server.listening) await once(server, 'listening')
      const browser = new TestClient(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
      expect(await (await browser.fetch('/')).text()).toBe('Visit 1\n')
      expect(await (await browser.fetch('/')).text()).toBe('Visit 2\n')

      const { sessions } = await import('../examples/node-redis.fixture.ts')
      const [id = ''] = (await sessions.findByPrincipalName('ada')).keys()
      const keys = (await redis.keys('spring:session:*')).map((key) =>
        key.replace(/:\d{13}$/, ':…'),
      )
      expect(keys.sort()).toEqual(
        [
          'spring:session:expirations:…',
          'spring:session:index:org.springframework.session.FindByIndexNameSessionRepository.PRINCIPAL_NAME_INDEX_NAME:ada',
          'spring:session:node:events',
          'spring:session:node:expirations',
          `spring:session:node:indexes:${id}`,
          `spring:session:sessions:expires:${id}`,
          `spring:session:sessions:${id}`,
        ].sort(),
      )
      const hash = await redis.hgetall(`spring:session:sessions:${id}`)
      expect(Object.keys(hash).sort()).toEqual([
        'creationTime',
        'lastAccessedTime',
        'maxInactiveInterval',
        'sessionAttr:org.springframework.session.FindByIndexNameSessionRepository.PRINCIPAL_NAME_INDEX_NAME',
        'sessionAttr:visits',
      ])
      server.close()
      await sessions.close()
    } finally {
      redis.disconnect()
      vi.unstubAllEnvs()
    }
  })
})
