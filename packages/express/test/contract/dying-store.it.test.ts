import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { TestClient } from '@session/testing'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

const fixture = (name: string): string =>
  new URL(`fixtures/${name}.fixture.ts`, import.meta.url).pathname

async function start(name: string, ...args: string[]): Promise<[ChildProcess, string]> {
  const child = fork(fixture(name), args, { execArgv: ['--import', 'tsx'], silent: true })
  const [port] = await once(child, 'message')
  return [child, `http://127.0.0.1:${port}`]
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGKILL')
  await ended
}

describe.each(['express', 'express4'])('a store that dies under %s', (framework) => {
  let store: ChildProcess
  let storeUrl: string
  let app: ChildProcess
  let client: TestClient

  beforeEach(async () => {
    ;[store, storeUrl] = await start('store-process')
    let url: string
    ;[app, url] = await start('app-process', framework, storeUrl)
    client = new TestClient(url)
    expect((await client.get('/count')).text).toBe('1')
  })

  afterEach(async () => {
    await Promise.all([kill(app), kill(store)])
  })

  async function expectAppAlive(): Promise<void> {
    expect((await client.get('/alive')).text).toBe('alive')
    expect([app.exitCode, app.signalCode]).toEqual([null, null])
  }

  test('takes no process with it, and all is well when it is back', async () => {
    await kill(store)
    for (const path of ['/count', '/logout', '/count']) {
      const { status, headers, text } = await client.get(path, {
        headers: { cookie: `SESSION=${client.jar.get('SESSION') ?? forged}` },
      })
      expect([status, headers.get('retry-after')], path).toEqual([503, '1'])
      expect(text, path).not.toContain('ECONN')
    }
    await expectAppAlive()
    ;[store] = await start('store-process', new URL(storeUrl).port)
    expect((await client.get('/count')).text).toBe('1')
    expect((await client.get('/count')).text).toBe('2')
  })

  test('between load and save takes no process with it either', async () => {
    const waiting = once(app, 'message')
    const response = client.get('/waiting')
    await waiting
    await kill(store)
    app.send('go on')
    const { status, text } = await response
    expect([status, text.includes('saved')]).toEqual([503, false])
    await expectAppAlive()
  })
})

/** Presented where the browser has forgotten its own. */
const forged = Buffer.from('forged'.padEnd(36, 'x')).toString('base64')
