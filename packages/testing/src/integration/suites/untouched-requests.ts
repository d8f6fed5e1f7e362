import { expect, test } from 'vitest'
import { rawSession } from '../../repository/stored-session.ts'
import type { IntegrationContract } from '../integration-contract.ts'
import { idOf } from '../session-cookie.ts'

export function describeUntouchedRequests({ start, raw }: IntegrationContract): void {
  test('a request that uses no session costs no store call and leaves no trace', async () => {
    const app = await start()
    const { status, text, headers, setCookies } = await app.browser().get('/untouched')
    expect([status, text]).toEqual([200, 'untouched'])
    expect(setCookies).toEqual([])
    expect(headers.get('vary') ?? '').not.toMatch(/cookie/i)
    expect(headers.get('cache-control')).toBeNull()
    expect(app.store.calls).toEqual([])
  })

  test('nor does one that presents a session, whose life is not extended', async () => {
    const app = await start()
    const client = await app.visitor()
    const before = await rawSession(raw, idOf(client))
    const { headers, setCookies } = await client.get('/untouched')
    expect(setCookies).toEqual([])
    expect(headers.get('vary') ?? '').not.toMatch(/cookie/i)
    expect(app.store.calls).toEqual([])
    expect(await raw.read(idOf(client))).toEqual(before)
  })
}
