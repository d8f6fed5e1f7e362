import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import type { IntegrationContract } from '../integration-contract.ts'
import { signal } from '../signal.ts'

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

const ABORTED = 10

export function describeClientAborts({ start }: IntegrationContract): void {
  test('a handler whose client has gone comes to its end, and the server goes on', async () => {
    const [reached, released, ended] = [signal(), signal(), signal()]
    const app = await start({
      '/wait': async ({ getSession }) => {
        const { attributes } = await getSession()
        reached.give()
        await released.given
        attributes.done = true
        ended.give()
        return { body: 'done' }
      },
    })
    const client = await app.visitor()
    const gone = new AbortController()
    const response = client.fetch('/wait', { signal: gone.signal })
    await reached.given
    gone.abort()
    await expect(response).rejects.toThrow()
    released.give()
    await ended.given
    expect((await client.get('/read')).status).toBe(200)
  })

  test('requests that were broken off leave nothing behind', async () => {
    const sessions: WeakRef<object>[] = []
    let reached = signal()
    const app = await start({
      '/endless': async ({ getSession }) => {
        const session = await getSession()
        sessions.push(new WeakRef(session))
        return { body: ticks(session.attributes) }
      },
    })
    async function* ticks(attributes: Record<string, unknown>): AsyncGenerator<string> {
      for (let tick = 0; ; tick++) {
        attributes.tick = tick
        yield 'tick '.repeat(1000)
        if (tick === 0) reached.give()
      }
    }
    const client = await app.visitor()
    for (let n = 0; n < ABORTED; n++) {
      reached = signal()
      const gone = new AbortController()
      const response = await client.fetch('/endless', { signal: gone.signal })
      await reached.given
      gone.abort()
      await response.text().catch(() => undefined)
    }
    const left = (): number => {
      collectGarbage()
      return sessions.filter((session) => session.deref() !== undefined).length
    }
    expect(sessions).toHaveLength(ABORTED)
    // The connection that is closed last may keep its last request a while longer.
    await expect.poll(left, { timeout: 10_000 }).toBeLessThanOrEqual(1)
  })
}
