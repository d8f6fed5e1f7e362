import { describe, expect, test } from 'vitest'
import { KeyedMutex } from '../../../src/map/keyed-mutex.ts'

const pause = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

describe('a mutex by key', () => {
  test('lets one task at a time work on a key, in the order they came', async () => {
    const mutex = new KeyedMutex()
    const log: string[] = []
    const task = (name: string) => async (): Promise<string> => {
      log.push(`${name} starts`)
      await pause()
      log.push(`${name} ends`)
      return name
    }
    const results = await Promise.all(['a', 'b', 'c'].map((name) => mutex.run('key', task(name))))
    expect(results).toEqual(['a', 'b', 'c'])
    expect(log).toEqual(['a', 'b', 'c'].flatMap((name) => [`${name} starts`, `${name} ends`]))
  })

  test('does not make different keys wait for each other', async () => {
    const mutex = new KeyedMutex()
    let finish = (): void => {}
    const slow = mutex.run('slow', () => new Promise<void>((resolve) => (finish = resolve)))
    expect(await mutex.run('other', async () => 'done')).toBe('done')
    finish()
    await slow
  })

  test('goes on after a task that failed, which fails alone', async () => {
    const mutex = new KeyedMutex()
    const failing = mutex.run('key', () => Promise.reject(new Error('mine')))
    const next = mutex.run('key', async () => 'fine')
    await expect(failing).rejects.toThrow('mine')
    expect(await next).toBe('fine')
  })

  test('is one for all who share a map', () => {
    const map = new Map()
    expect(KeyedMutex.of(map)).toBe(KeyedMutex.of(map))
    expect(KeyedMutex.of(map)).not.toBe(KeyedMutex.of(new Map()))
  })
})
