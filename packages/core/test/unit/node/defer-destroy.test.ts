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
    expect(Object.hasOwn(target, 'destroy')).toBe(false)
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

  test('gives back a destroy that the connection had of its own', () => {
    const target = connection()
    const own = () => target
    target.destroy = own
    deferDestroy(target)()

    expect(target.destroy).toBe(own)
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
