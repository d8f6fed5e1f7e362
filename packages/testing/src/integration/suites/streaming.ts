import { expect, test } from 'vitest'
import type { IntegrationContract } from '../integration-contract.ts'
import { idOf } from '../session-cookie.ts'
import { signal } from '../signal.ts'

/** Two pieces, and what happens between them once the client has the head. */
async function* piecesAround(
  headArrived: Promise<void>,
  between: () => unknown = () => undefined,
): AsyncGenerator<string> {
  yield 'head '
  await headArrived
  await between()
  yield 'tail'
}

const codeOf = (error: unknown): string => (error as { code?: string }).code ?? String(error)

export function describeStreaming({ start, raw, testNeeding }: IntegrationContract): void {
  test('what a handler changed is stored before the head leaves', async () => {
    const headArrived = signal()
    const app = await start({
      '/stream': async ({ getSession }) => {
        ;(await getSession()).attributes.n = 1
        return { body: piecesAround(headArrived.given) }
      },
    })
    const client = app.browser()
    const response = await client.fetch('/stream')
    expect(await raw.keys()).toEqual([idOf(client)])
    headArrived.give()
    expect(await response.text()).toBe('head tail')
  })

  testNeeding(
    'prepared-saves',
    'what changes while the body is written is stored before its end',
    async () => {
      const headArrived = signal()
      const app = await start({
        '/stream': async ({ getSession }) => {
          const { attributes } = await getSession()
          return {
            body: piecesAround(headArrived.given, () => {
              attributes.streamed = true
            }),
          }
        },
      })
      const client = await app.visitor()
      const held = app.store.hold('update')
      const response = await client.fetch('/stream')
      headArrived.give()
      let hasEnded = false
      const whole = response.text().finally(() => {
        hasEnded = true
      })
      await held.reached
      await app.browser().get('/untouched')
      expect(hasEnded).toBe(false)
      held.release()
      expect(await whole).toBe('head tail')
      expect(app.store.calls).toEqual(['find', 'update'])
      expect(JSON.parse((await client.get('/read')).text)).toMatchObject({ streamed: true })
    },
  )

  testNeeding(
    'prepared-saves',
    'a body whose last change cannot be stored does not end as if it were whole',
    async () => {
      const headArrived = signal()
      const app = await start({
        '/stream': async ({ getSession }) => {
          const { attributes } = await getSession()
          return {
            body: piecesAround(headArrived.given, () => {
              attributes.streamed = true
            }),
          }
        },
      })
      const client = await app.visitor()
      app.store.fail('update')
      const response = await client.fetch('/stream')
      expect(response.status).toBe(200)
      headArrived.give()
      await expect(response.text()).rejects.toThrow()
    },
  )

  testNeeding(
    'rejecting-sessions',
    'no session is created and no id changed once the head has left',
    async () => {
      let headArrived = signal()
      const codes: string[] = []
      const app = await start({
        '/create': async ({ getSession }) => {
          await getSession({ create: false })
          return {
            body: piecesAround(headArrived.given, async () => {
              codes.push(await getSession().then(() => 'created', codeOf))
            }),
          }
        },
        '/rename': async ({ getSession }) => {
          const session = await getSession()
          return {
            body: piecesAround(headArrived.given, () => {
              try {
                codes.push(session.changeSessionId())
              } catch (error) {
                codes.push(codeOf(error))
              }
            }),
          }
        },
      })
      for (const path of ['/create', '/rename']) {
        headArrived = signal()
        const client = path === '/create' ? app.browser() : await app.visitor()
        const response = await client.fetch(path)
        headArrived.give()
        expect(await response.text()).toBe('head tail')
      }
      expect(codes).toEqual(['ILLEGAL_STATE', 'ILLEGAL_STATE'])
    },
  )

  testNeeding(
    'late-touch',
    'a session first used after the head left is saved at the end',
    async () => {
      const headArrived = signal()
      const app = await start({
        '/late': ({ getSession }) => ({
          body: (async function* () {
            yield 'head '
            await headArrived.given
            const session = await getSession({ create: false })
            session?.setAttribute('late', true)
            yield 'tail'
          })(),
        }),
      })
      const client = await app.visitor()
      const response = await client.fetch('/late')
      headArrived.give()
      expect(await response.text()).toBe('head tail')
      expect(app.store.calls).toEqual(['find', 'update'])
      expect(JSON.parse((await client.get('/read')).text)).toMatchObject({ late: true })
    },
  )
}
