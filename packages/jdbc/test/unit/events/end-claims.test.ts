import { expect, test } from 'vitest'
import { ALWAYS, EndClaims } from '../../../src/events/end-claims.ts'

const { signal } = new AbortController()

test('an end whose answer came is announced', async () => {
  const claims = new EndClaims()
  let claim = ''
  await claims.make(signal, async (made) => {
    claim = made
  })
  expect(await claims.isAnnounced(claim)).toBe(true)
})

test('one that waits for its answer is decided by it', async () => {
  const claims = new EndClaims()
  const answers: (() => void)[] = []
  const made: string[] = []
  const ending = claims.make(signal, (claim) => {
    made.push(claim)
    return new Promise<void>((resolve) => answers.push(resolve))
  })
  const announced = claims.isAnnounced(made[0] ?? '')
  answers[0]?.()
  await ending
  expect(await announced).toBe(true)
})

test('one whose answer is lost is not, also when it comes too late', async () => {
  const claims = new EndClaims()
  const made: string[] = []
  const failing = claims.make(signal, async (claim) => {
    made.push(claim)
    throw new Error('lost')
  })
  await expect(failing).rejects.toThrow('lost')
  const deadline = new AbortController()
  const late = claims.make(deadline.signal, async (claim) => {
    made.push(claim)
    deadline.abort()
  })
  await late
  for (const claim of made) expect(await claims.isAnnounced(claim)).toBe(false)
})

test('what saves do is announced in any case', async () => {
  expect(await new EndClaims().isAnnounced(ALWAYS)).toBe(true)
})

test('the oldest of very many lost ones is forgotten', async () => {
  const claims = new EndClaims()
  const first: string[] = []
  for (let i = 0; i < 1001; i++) {
    const lost = claims.make(signal, async (claim) => {
      first.push(claim)
      throw new Error('lost')
    })
    await lost.catch(() => undefined)
  }
  expect(await claims.isAnnounced(first[0] ?? '')).toBe(true)
  expect(await claims.isAnnounced(first[1] ?? '')).toBe(false)
})
