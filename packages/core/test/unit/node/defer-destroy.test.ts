import { Duplex } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { deferDestroy } from '../../../src/node/defer-destroy.ts'

function connection(): Duplex {
  return new Duplex({ read() {}, write: (_chunk, _encoding, callback) => callback() }).on(
    'error',
    () => undefined,
  )
}

describe('a deferred destroy', () => {
  test('is put off and reported when the wait is over', () => {
    const target = connection()
    const stop = deferDestroy(target)
    expect(target.destroy()).toBe(target)
    expect(target.destroyed).toBe(false)

    expect(stop()).toBe(true)
    target.destroy()
    expect(target.destroyed).toBe(true)
  })

  test('is reported once, to the wait during which it was asked for', () => {
    const target = connection()
    const stop = deferDestroy(target)
    target.destroy()

    expect(stop()).toBe(true)
    expect(deferDestroy(target)()).toBe(false)
  })

  test('is guarded against once for each connection, however many waits there are', () => {
    const target = connection()
    deferDestroy(target)()
    const guard = target.destroy
    deferDestroy(target)()

    expect(target.destroy).toBe(guard)
  })

  test('reports nothing when nobody asked', () => {
    expect(deferDestroy(connection())()).toBe(false)
  })

  test('happens at once with an error', () => {
    const target = connection()
    deferDestroy(target)
    target.destroy(new Error('reset'))

    expect(target.destroyed).toBe(true)
  })

  test('happens at once when the connection takes no more bytes', () => {
    const target = connection()
    deferDestroy(target)
    target.end()
    target.destroy()

    expect(target.destroyed).toBe(true)
  })

  test('happens at once when the HTTP/2 session has gone', () => {
    const target = Object.assign(connection(), { session: { destroyed: true } })
    deferDestroy(target)
    target.destroy()

    expect(target.destroyed).toBe(true)
  })

  test('waits for the last of those who share the connection', () => {
    const target = connection()
    const [first, second] = [deferDestroy(target), deferDestroy(target)]
    target.destroy()

    expect(first()).toBe(false)
    expect(target.destroyed).toBe(false)
    expect(second()).toBe(true)
  })

  test('reaches a destroy that the connection had of its own', () => {
    const target = connection()
    let calls = 0
    target.destroy = () => {
      calls += 1
      return target
    }
    deferDestroy(target)()
    target.destroy()

    expect(calls).toBe(1)
  })

  test('leaves alone what was put over it, which reaches the original', () => {
    const target = connection()
    const stop = deferDestroy(target)
    const { destroy } = target
    const wrapper = () => destroy.call(target)
    target.destroy = wrapper
    stop()
    expect(target.destroy).toBe(wrapper)
    target.destroy()

    expect(target.destroyed).toBe(true)
  })
})
