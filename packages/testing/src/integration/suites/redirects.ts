import { expect, test } from 'vitest'
import type { TestClient } from '../../http/test-client.ts'
import type { IntegrationContract, Routes, TestedApp } from '../integration-contract.ts'

const routes: Routes = {
  '/go': async ({ getSession }) => {
    ;(await getSession()).attributes.gone = 'there'
    return { redirect: '/read' }
  },
}

export function describeRedirects({ start }: IntegrationContract): void {
  test('the target of a redirect sees what was stored before it', async () => {
    const app = await start(routes)
    const { status, text } = await app.browser().follow('/go')
    expect([status, JSON.parse(text)]).toEqual([200, { gone: 'there' }])
  })

  test('a redirect waits for a store that takes long, on the first visit', async () => {
    const app = await start(routes)
    await expectRedirectToWait(app, app.browser(), 'insert')
  })

  test('a redirect waits for a store that takes long, on a later visit', async () => {
    const app = await start(routes)
    await expectRedirectToWait(app, await app.visitor(), 'update')
  })
}

async function expectRedirectToWait(
  app: TestedApp,
  client: TestClient,
  operation: 'insert' | 'update',
): Promise<void> {
  const held = app.store.hold(operation)
  let hasLeft = false
  const response = client.get('/go').finally(() => {
    hasLeft = true
  })
  await held.reached
  // A whole request of somebody else passes: what was to leave would have left.
  await app.browser().get('/untouched')
  expect(hasLeft).toBe(false)
  held.release()
  const { status, headers } = await response
  expect([status, headers.get('location')]).toEqual([302, '/read'])
  expect(JSON.parse((await client.get('/read')).text)).toMatchObject({ gone: 'there' })
}
