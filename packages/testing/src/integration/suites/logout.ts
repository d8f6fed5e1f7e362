import { expect, test } from 'vitest'
import type { IntegrationContract } from '../integration-contract.ts'
import { cookieWith, expiredCookie, idOf } from '../session-cookie.ts'

export function describeLogout({ start, raw }: IntegrationContract): void {
  test('invalidateSession() costs one call, and the client forgets the cookie', async () => {
    const app = await start()
    const client = await app.visitor()
    const { setCookies, headers } = await client.get('/logout')
    expect(setCookies).toEqual([expiredCookie])
    expect(headers.get('cache-control')).toBe('no-store')
    expect(app.store.calls).toEqual(['remove'])
    expect([await raw.keys(), client.jar.size]).toEqual([[], 0])
  })

  test('after a read it costs one more', async () => {
    const app = await start({
      '/goodbye': async ({ getSession, invalidateSession }) => {
        const { attributes } = await getSession()
        await invalidateSession()
        return { body: String(attributes !== undefined) }
      },
    })
    const client = await app.visitor()
    expect((await client.get('/goodbye')).setCookies).toEqual([expiredCookie])
    expect(app.store.calls).toEqual(['find', 'remove'])
  })

  test('without a presented session it does nothing', async () => {
    const app = await start()
    const { text, setCookies } = await app.browser().get('/logout')
    expect([text, setCookies, app.store.calls]).toEqual(['bye', [], []])
  })

  test('the cookie is cleared though the store is down, and the error is reported', async () => {
    const app = await start()
    const client = await app.visitor()
    app.store.fail('remove')
    const { status, headers, setCookies } = await client.get('/logout')
    expect([status, headers.get('retry-after')]).toEqual([503, '1'])
    expect(setCookies).toEqual([expiredCookie])
  })

  test('an invalidated session is over: it answers for its id and interval alone', async () => {
    const outcomes: string[] = []
    const app = await start({
      '/use': async ({ getSession }) => {
        const session = await getSession()
        await session.invalidate()
        const uses: Record<string, () => unknown> = {
          id: () => session.id,
          maxInactiveInterval: () => session.maxInactiveInterval,
          creationTime: () => session.creationTime,
          lastAccessedTime: () => session.lastAccessedTime,
          attributeNames: () => session.attributeNames,
          getAttribute: () => session.getAttribute('visit'),
          setAttribute: () => session.setAttribute('visit', 2),
          removeAttribute: () => session.removeAttribute('visit'),
          changeSessionId: () => session.changeSessionId(),
        }
        for (const [name, use] of Object.entries(uses)) {
          try {
            use()
            outcomes.push(name)
          } catch (error) {
            outcomes.push(`${name} ${(error as { code?: string }).code}`)
          }
        }
        await session.invalidate().catch((error: { code: string }) => {
          outcomes.push(`invalidate ${error.code}`)
        })
        return { body: 'used' }
      },
    })
    const client = await app.visitor()
    await client.get('/use')
    const wrong = (name: string): string => `${name} ILLEGAL_STATE`
    expect(outcomes.slice(0, 9)).toEqual([
      'id',
      'maxInactiveInterval',
      wrong('creationTime'),
      wrong('lastAccessedTime'),
      wrong('attributeNames'),
      wrong('getAttribute'),
      wrong('setAttribute'),
      wrong('removeAttribute'),
      wrong('changeSessionId'),
    ])
  })

  test('a fresh session after the end of the old one has a new id and none of its attributes', async () => {
    const app = await start({
      '/again': async ({ getSession, invalidateSession }) => {
        await getSession()
        await invalidateSession()
        const fresh = await getSession()
        fresh.attributes.fresh = true
        return { body: String(fresh.isNew) }
      },
    })
    const client = await app.visitor()
    const before = idOf(client)
    const { text, setCookies } = await client.get('/again')
    expect([text, setCookies.length]).toEqual(['true', 1])
    expect(idOf(client)).not.toBe(before)
    expect(await raw.keys()).toEqual([idOf(client)])
    expect((await client.get('/read')).text).toBe('{"fresh":true}')
  })

  test('who still presents the old id is nobody', async () => {
    const app = await start()
    const client = await app.visitor()
    const cookie = cookieWith(idOf(client))
    await client.get('/logout')
    expect((await app.browser().get('/read', { headers: { cookie } })).text).toBe('none')
  })
}
