import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { type AddressInfo, Server } from 'node:net'
import { TestClient } from '@session/testing'
import { describeWithService, redis as service } from '@session/testing/services'
import { Redis } from 'ioredis'
import { expect, test, vi } from 'vitest'

/** What the README shows of `redis-cli`, without ids and times. */
function toldInReadme(): { keys: string[]; hash: Record<string, string> } {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')
  const block = /^```console\n(.*?)^```/ms.exec(readme)?.[1] ?? ''
  const [id = ''] = /[\w-]{36}$/m.exec(block) ?? []
  const lines = block.trim().split('\n')
  const words = lines.flatMap((line) => /^ ?\d+\) (".*")$/.exec(line)?.[1] ?? [])
  const fields = words.map((word) => anonymous(JSON.parse(word) as string, id))
  const pairs = fields.flatMap((name, i) => (i % 2 === 0 ? [[name, fields[i + 1] ?? '']] : []))
  return {
    keys: lines.filter((line) => line.startsWith('spring:')).map((key) => anonymous(key, id)),
    hash: Object.fromEntries(pairs) as Record<string, string>,
  }
}

const anonymous = (text: string, id: string): string =>
  text.replace(id, '<id>').replace(/\b\d{13}$/, '<time>')

describeWithService(service, 'the code in the README', (url) => {
  test('counts visits, and stores what the README lists', async () => {
    // A database of its own: the code keeps to the default namespace.
    vi.stubEnv('REDIS_URL', `${url}/9`)
    const told = toldInReadme()
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
      const keys = await redis.keys('spring:session:*')
      expect(keys.map((key) => anonymous(key, id)).sort()).toEqual(told.keys.sort())
      const hash = await redis.hgetall(`spring:session:sessions:${id}`)
      const fields = Object.entries(hash).map(([name, value]) => [name, anonymous(value, id)])
      expect(Object.fromEntries(fields)).toEqual(told.hash)
      server.close()
      await sessions.close()
    } finally {
      redis.disconnect()
      vi.unstubAllEnvs()
    }
  })
})
