import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { type AddressInfo, Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { TestClient } from '@session/testing'
import { describeWithService, freshDatabase, postgres } from '@session/testing/services'
import { describe, expect, test, vi } from 'vitest'
import { knexFor } from '../knex-for.ts'

describe('the code in the README', () => {
  test('counts visits, and stores what the README lists', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'session-jdbc-'))
    vi.stubEnv('SESSIONS', join(folder, 'sessions.db'))
    const servers: Server[] = []
    const listen = Server.prototype.listen
    const spy = vi.spyOn(Server.prototype, 'listen').mockImplementation(function (this: Server) {
      servers.push(this)
      return Reflect.apply(listen, this, [0, '127.0.0.1'])
    })
    const knex = knexFor(join(folder, 'sessions.db'))
    try {
      await import('../examples/quick-start.fixture.ts')
      spy.mockRestore()
      const [server] = servers as [Server]
      if (!server.listening) await once(server, 'listening')
      const browser = new TestClient(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
      expect(await (await browser.fetch('/')).text()).toBe('Visit 1\n')
      expect(await (await browser.fetch('/')).text()).toBe('Visit 2\n')
      server.close()

      const [row] = await knex.raw('SELECT * FROM SPRING_SESSION')
      expect(row).toMatchObject({ MAX_INACTIVE_INTERVAL: 1800, PRINCIPAL_NAME: 'ada' })
      expect(row.EXPIRY_TIME).toBe(row.LAST_ACCESS_TIME + 1_800_000)
      const attributes = await knex.raw(
        'SELECT ATTRIBUTE_NAME AS name, CAST(ATTRIBUTE_BYTES AS TEXT) AS text FROM SPRING_SESSION_ATTRIBUTES ORDER BY 1',
      )
      expect(attributes).toEqual([
        {
          name: 'org.springframework.session.FindByIndexNameSessionRepository.PRINCIPAL_NAME_INDEX_NAME',
          text: '"ada"',
        },
        { name: 'visits', text: '2' },
      ])
    } finally {
      await knex.destroy()
      rmSync(folder, { recursive: true })
      vi.unstubAllEnvs()
    }
  })

  describeWithService(postgres, 'for PostgreSQL', (url) => {
    test('works there', async () => {
      const database = await freshDatabase(url)
      vi.stubEnv('DATABASE_URL', database.url)
      try {
        const { sessions } = await import('../examples/postgresql.fixture.ts')
        const session = sessions.createSession()
        session.principalName = 'ada'
        await sessions.save(session)
        expect([...(await sessions.findByPrincipalName('ada')).keys()]).toEqual([session.id])
        await sessions.close()
      } finally {
        vi.unstubAllEnvs()
        await database.drop()
      }
    })
  })
})
