import { expect, test } from 'vitest'
import type { IntegrationContract, Routes } from '../integration-contract.ts'

const routes: Routes = {
  '/set-and-throw': async ({ getSession }) => {
    ;(await getSession()).attributes.attempts = 1
    throw new Error('the handler failed')
  },
  '/throw': () => {
    throw new Error('the handler failed')
  },
}

export function describeFailingHandlers({ start, testNeeding }: IntegrationContract): void {
  test('what a handler put into the session before it threw is stored', async () => {
    const app = await start(routes)
    const client = await app.visitor()
    const { status, text } = await client.get('/set-and-throw')
    expect([status, text.includes('the handler failed')]).toEqual([500, false])
    expect(JSON.parse((await client.get('/read')).text)).toMatchObject({ attempts: 1 })
  })

  test('a handler that throws without having used the session costs no store call', async () => {
    const app = await start(routes)
    const client = await app.visitor()
    expect((await client.get('/throw')).status).toBe(500)
    expect(app.store.calls).toEqual([])
  })

  testNeeding('error-handler', 'its error is passed on', async () => {
    const app = await start(routes)
    const client = await app.visitor()
    await client.get('/set-and-throw')
    expect(app.errors).toEqual([new Error('the handler failed')])
  })
}
