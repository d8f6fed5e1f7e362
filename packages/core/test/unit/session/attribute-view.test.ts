import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { type AttributeAccess, attributeView } from '../../../src/session/attribute-view.ts'

function accessTo(values: Map<string, unknown>): AttributeAccess {
  return {
    get attributeNames() {
      return [...values.keys()]
    },
    getAttribute: (name) => values.get(name),
    setAttribute: (name, value) => void values.set(name, value),
    removeAttribute: (name) => void values.delete(name),
  }
}

function viewOf(entries: Record<string, unknown>): [Record<string, unknown>, Map<string, unknown>] {
  const values = new Map(Object.entries(entries))
  return [attributeView<Record<string, unknown>>(accessTo(values)), values]
}

describe('a view of attributes', () => {
  test('reads, assigns and deletes what lies behind it', () => {
    const [view, values] = viewOf({ a: 1 })
    expect(view.a).toBe(1)
    view.b = 2
    view.list ??= []
    delete view.a
    expect([...values]).toEqual([
      ['b', 2],
      ['list', []],
    ])
  })

  test('can be listed, spread, destructured, cloned and searched', () => {
    const [view] = viewOf({ a: 1, b: [2] })
    const { a, ...rest } = view
    expect([a, rest]).toEqual([1, { b: [2] }])
    expect(Object.keys(view)).toEqual(['a', 'b'])
    expect(Object.entries(view)).toEqual([
      ['a', 1],
      ['b', [2]],
    ])
    expect(JSON.parse(JSON.stringify(view))).toEqual({ a: 1, b: [2] })
    expect('a' in view && Object.hasOwn(view, 'b')).toBe(true)
    expect('c' in view).toBe(false)
    for (const name in view) expect(['a', 'b']).toContain(name)
  })

  test('takes Object.assign and Object.defineProperty for assignments', () => {
    const [view, values] = viewOf({})
    Object.assign(view, { a: 1 })
    Object.defineProperty(view, 'b', { value: 2 })
    expect(Object.fromEntries(values)).toEqual({ a: 1, b: 2 })
    expect(() => Object.defineProperty(view, 'c', { get: () => 1 })).toThrow(TypeError)
  })

  test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'then'])(
    'inherits nothing: %s is a name like any other',
    (name) => {
      const [view, values] = viewOf({})
      expect(view[name]).toBeUndefined()
      expect(name in view).toBe(false)
      view[name] = { polluted: true }
      expect(values.get(name)).toEqual({ polluted: true })
      expect(Object.getPrototypeOf(view)).toBeNull()
      expect({}).not.toHaveProperty('polluted')
    },
  )

  test('cannot be frozen or given a prototype', () => {
    const [view] = viewOf({ a: 1 })
    expect(() => Object.freeze(view)).toThrow(TypeError)
    expect(() => Object.setPrototypeOf(view, {})).toThrow(TypeError)
  })

  test('shows names and no values when it is printed', () => {
    const [view] = viewOf({ card: 'secret-4711' })
    expect(inspect(view)).toContain('card')
    expect(inspect(view, { showHidden: true, depth: 5 })).not.toContain('4711')
  })
})
