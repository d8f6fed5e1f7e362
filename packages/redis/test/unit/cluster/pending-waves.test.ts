import { expect, test } from 'vitest'
import { PendingWaves } from '../../../src/cluster/pending-waves.ts'

test('a later step waits for what is on its way to the same session, and for nothing else', async () => {
  const waves = new PendingWaves()
  let arrive = (): void => undefined
  let hasArrived = false
  waves.send('a', [
    new Promise<void>((resolve) => {
      arrive = resolve
    }).then(() => {
      hasArrived = true
    }),
  ])
  await waves.settled('b')
  expect(hasArrived).toBe(false)
  const waiting = waves.settled('a')
  arrive()
  await waiting
  expect(hasArrived).toBe(true)
})

test('what fails is forgotten, and what never answers is not waited for for ever', async () => {
  const waves = new PendingWaves()
  waves.send('a', [Promise.reject(new Error('down'))])
  await waves.settled('a')
  waves.send('a', [new Promise(() => undefined)])
  await waves.settled('a')
})
