import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import type { IntegrationContract } from '../integration-contract.ts'
import { idOf } from '../session-cookie.ts'

export function describeSecrets({ start }: IntegrationContract): void {
  test('a session that is printed names its handle, never its id or its content', async () => {
    const app = await start({
      '/print': async ({ getSession }) => {
        const session = await getSession()
        session.attributes.secret = 'content-of-the-session'
        return { body: [String(session), JSON.stringify(session), inspect(session)].join('\n') }
      },
    })
    const client = app.browser()
    const { text } = await client.get('/print')
    expect(idOf(client)).not.toBe('')
    expect(text).not.toContain(idOf(client))
    expect(text).not.toContain('content-of-the-session')
    expect(text.split('\n')[0]).toMatch(/^Session [A-Za-z0-9_-]{36}$/)
  })

  test('no id, no value and no error of the driver gets into error responses', async () => {
    const app = await start({
      '/throw': async ({ getSession }) => {
        ;(await getSession()).attributes.secret = 'content-of-the-session'
        throw new Error('inner-detail')
      },
    })
    const client = await app.visitor()
    const id = idOf(client)
    app.store.fail('update', 'remove')
    for (const path of ['/throw', '/set?a=content-of-the-session', '/login', '/logout']) {
      const { status, text, headers } = await client.get(path)
      expect(status, path).toBeGreaterThanOrEqual(500)
      const everything = text + JSON.stringify([...headers])
      for (const secret of [id, 'content-of-the-session', 'inner-detail', 'database-host']) {
        expect(everything, path).not.toContain(secret)
      }
    }
  })

  test('what the error handler is told holds no id and no error of the driver', async () => {
    const app = await start()
    const client = await app.visitor()
    const id = idOf(client)
    app.store.fail('update')
    await client.get('/login')
    const printed = app.errors.map((error) => inspect(error, { showHidden: true, depth: 9 })).join()
    expect(printed).not.toContain(id)
    expect(printed).not.toContain('database-host')
  })
}
