import { expect, test } from 'vitest'
import type { IntegrationContract } from '../integration-contract.ts'
import { cookieWith, forgedId, idOf } from '../session-cookie.ts'

/** What no client of ours sends: each must be taken for no session at all. */
const malformed: readonly (readonly [string, string])[] = [
  ['an empty value', 'SESSION='],
  ['no value', 'SESSION'],
  ['no Base64', 'SESSION=%%%%'],
  ['a path', cookieWith('../../../../etc/passwd')],
  ['a wildcard', cookieWith('*'.repeat(36))],
  ['a statement', cookieWith("' OR 1=1; DROP TABLE SPRING_SESSION; --")],
  ['control characters', cookieWith(`abc\r\nSet-Cookie: x=y${'\u0000'.repeat(12)}`)],
  ['an id that is too short', cookieWith('abc')],
  ['an id of four thousand characters', cookieWith('a'.repeat(4000))],
  ['a name of every object', cookieWith('__proto__')],
  ['a reference to a hashed session', cookieWith(`h~${'a'.repeat(36)}`)],
  ['separators only', ';;;===;; ; ='],
]

export function describeBadInput({ start, raw, testNeeding }: IntegrationContract): void {
  test.each(malformed)('%s is no session, and no store is asked', async (_what, cookie) => {
    const app = await start()
    const { status, text, setCookies } = await app.browser().get('/read', { headers: { cookie } })
    expect([status, text, setCookies]).toEqual([200, 'none', []])
    expect(app.store.calls).toEqual([])
  })

  test('two hundred forged ids cost at most two reads, and no write', async () => {
    const app = await start()
    const cookie = Array.from({ length: 200 }, (_, n) => cookieWith(forgedId(n))).join('; ')
    const { status, text } = await app.browser().get('/read', { headers: { cookie } })
    expect([status, text]).toEqual([200, 'none'])
    expect(app.store.calls.length).toBeLessThanOrEqual(2)
    expect(new Set(app.store.calls)).toEqual(new Set(['find']))
  })

  test('none of two hundred forged ids is adopted', async () => {
    const app = await start()
    const forged = Array.from({ length: 200 }, (_, n) => forgedId(n))
    const client = app.browser()
    await client.get('/set?a=1', { headers: { cookie: forged.map(cookieWith).join('; ') } })
    expect(forged).not.toContain(idOf(client))
    expect(await raw.keys()).toEqual([idOf(client)])
  })

  test('a logout with forged ids removes nobody', async () => {
    const app = await start()
    const client = await app.visitor()
    const cookie = Array.from({ length: 200 }, (_, n) => cookieWith(forgedId(n))).join('; ')
    await app.browser().get('/logout', { headers: { cookie } })
    expect(app.store.calls.length).toBeLessThanOrEqual(2)
    expect(await raw.keys()).toEqual([idOf(client)])
  })

  testNeeding('prepared-saves', 'the same id twice is looked up once', async () => {
    const app = await start()
    const id = idOf(await app.visitor())
    const cookie = `${cookieWith(id)}; ${cookieWith(id)}`
    expect((await app.browser().get('/read', { headers: { cookie } })).text).toBe('{"visit":"1"}')
    expect(app.store.calls).toEqual(['find'])
  })

  test('an id in the address is ignored', async () => {
    const app = await start()
    const id = idOf(await app.visitor())
    const cookie = cookieWith(id)
    expect((await app.browser().get(`/read?${cookie}&SESSION=${id}`)).text).toBe('none')
    expect(app.store.calls).toEqual([])
  })
}
