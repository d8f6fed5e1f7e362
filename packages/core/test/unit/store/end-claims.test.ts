import { describe, expect, test } from 'vitest'
import { EndClaims } from '../../../src/store/end-claims.ts'

describe('an end is announced by the one who asked for it', () => {
  const never = (): AbortSignal => new AbortController().signal

  async function claimOf(
    claims: EndClaims,
    signal: AbortSignal,
    end: Promise<string[]>,
  ): Promise<string> {
    let claim = ''
    const made = claims.make(signal, async (given) => {
      claim = given
      return (await end).map((id) => ({ id }))
    })
    made.catch(() => undefined)
    return claim
  }

  test('when the answer came in time', async () => {
    const claims = new EndClaims()
    const claim = await claimOf(claims, never(), Promise.resolve(['one']))
    expect(await claims.isAnnounced(claim, 'one')).toBe(true)
    expect(await claims.isAnnounced(claim, 'one'), 'and stays so').toBe(true)
  })

  test('not when the answer names others: the request was sent again, and had been carried out', async () => {
    const claims = new EndClaims()
    const claim = await claimOf(claims, never(), Promise.resolve(['another']))
    expect(await claims.isAnnounced(claim, 'one')).toBe(false)
    expect(await claims.isAnnounced(claim, 'another')).toBe(true)
  })

  test('not when the answer was lost, nor when it came after the deadline', async () => {
    const claims = new EndClaims()
    const lost = await claimOf(claims, never(), Promise.reject(new Error('cut')))
    const late = await claimOf(claims, AbortSignal.abort(), Promise.resolve(['one']))
    for (const claim of [lost, late]) expect(await claims.isAnnounced(claim, 'one')).toBe(false)
  })

  test('which is not known before the answer or the deadline', async () => {
    const claims = new EndClaims()
    const deadline = new AbortController()
    const claim = await claimOf(claims, deadline.signal, new Promise(() => {}))
    let known: boolean | undefined
    const asked = claims.isAnnounced(claim, 'one').then((isAnnounced) => {
      known = isAnnounced
    })
    await Promise.resolve()
    expect(known).toBeUndefined()
    deadline.abort()
    await asked
    expect(known).toBe(false)
  })

  test('always when it is a save, never when no answer can tell of it', async () => {
    const claims = new EndClaims()
    expect(await claims.isAnnounced(EndClaims.ALWAYS, 'one')).toBe(true)
    expect(await claims.isAnnounced(EndClaims.NEVER, 'one')).toBe(false)
  })

  test('and what is lost is remembered within bounds', async () => {
    const claims = new EndClaims()
    const first = await claimOf(claims, never(), Promise.reject(new Error('cut')))
    for (let i = 0; i < 1000; i++) await claimOf(claims, never(), Promise.reject(new Error('cut')))
    expect(await claims.isAnnounced(first, 'one')).toBe(true)
  })
})
