import { type AttributeCodec, type EncodedValue, jsonCodec } from '@session/core'
import { encodedAttributes } from '@session/core/store'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { systemClock } from '../../../src/expiry/clock.ts'
import { principalNameIndexResolver } from '../../../src/index-resolver/principal-name-index-resolver.ts'
import { randomSessionIdGenerator } from '../../../src/session/session-id-generator.ts'
import type { SessionRules } from '../../../src/session/session-rules.ts'
import { TrackedAttributes } from '../../../src/session/tracked-attributes.ts'

const rulesWith = (rules: Partial<SessionRules> = {}): SessionRules => ({
  codec: jsonCodec(),
  saveMode: 'on-change',
  clock: systemClock,
  absoluteTimeout: undefined,
  idGenerator: randomSessionIdGenerator(),
  indexResolver: principalNameIndexResolver(),
  onDecodeError: 'discard-attribute',
  keyOf: (id) => id,
  ...rules,
})

const attributesOver = (
  stored: Record<string, EncodedValue>,
  rules?: Partial<SessionRules>,
): TrackedAttributes =>
  new TrackedAttributes(
    rulesWith(rules),
    encodedAttributes(new Map(Object.entries(stored))),
    () => {},
  )

/** What a save would write: the attributes set, as text, and those removed. */
function written(attributes: TrackedAttributes): Record<string, EncodedValue | undefined> {
  const changes = attributes.take()
  return Object.fromEntries([
    ...(changes?.set ?? []),
    ...[...(changes?.removed ?? [])].map((name) => [name, undefined]),
  ])
}

describe("what 'on-change' writes", () => {
  test('nothing for what is only read, however it was formatted', () => {
    const attributes = attributesOver({
      number: '3.0',
      object: '{ "b": 1e0, "a": [ 1.0 ] }',
      escaped: '"\\u00e4\\/"',
    })
    for (const name of ['number', 'object', 'escaped']) attributes.get(name)
    expect(attributes.take()).toBeUndefined()
  })

  test('an object that was read and then changed, and no other', () => {
    const attributes = attributesOver({ a: '{ "n": 1.0 }', b: '{"n":1}', c: '{"n":1}' })
    for (const name of ['a', 'b']) attributes.get(name)
    ;(attributes.get('a') as { n: number }).n = 2
    expect(written(attributes)).toEqual({ a: '{"n":2}' })
    expect(attributes.take()).toBeUndefined()
  })

  test('not an object that was changed and changed back', () => {
    const attributes = attributesOver({ a: '{ "n": 1.0 }' })
    const a = attributes.get('a') as { n: number }
    a.n = 2
    a.n = 1
    expect(attributes.take()).toBeUndefined()
  })

  test('what was set, though it is equal', () => {
    const attributes = attributesOver({ a: '1' })
    attributes.set('a', 1)
    expect(written(attributes)).toEqual({ a: '1' })
  })

  test('without ever comparing primitives, or touching what nobody read', () => {
    const codec = jsonCodec()
    const calls: string[] = []
    const counting: AttributeCodec = {
      form: codec.form,
      numbers: codec.numbers,
      encode: (value, context) => {
        calls.push(`encode ${context.attribute}`)
        return codec.encode(value, context)
      },
      decode: (stored, context) => {
        calls.push(`decode ${context.attribute}`)
        return codec.decode(stored, context)
      },
    }
    const attributes = attributesOver(
      { text: '"x"', object: '{"n":1}', unread: '{"n":1}', broken: '{' },
      { codec: counting },
    )
    attributes.get('text')
    attributes.get('object')
    attributes.take()
    // The object is encoded once; equal bytes need no second look.
    expect(calls).toEqual(['decode text', 'decode object', 'encode object'])
  })
})

describe('an attribute that was sent and whose fate is unknown', () => {
  test('is removed in the store, though it was never known to be there', () => {
    const attributes = attributesOver({})
    attributes.set('a', 1)
    attributes.take()?.undo(true)
    attributes.remove('a')
    expect(written(attributes)).toEqual({ a: undefined })
  })

  test('is written again when it was changed back inside', () => {
    const attributes = attributesOver({ list: '[1]' })
    const list = attributes.get('list') as number[]
    list.push(2)
    attributes.take()?.undo(true)
    list.pop()
    expect(written(attributes)).toEqual({ list: '[1]' })
  })

  test('that certainly was not stored is not removed', () => {
    const attributes = attributesOver({})
    attributes.set('a', 1)
    attributes.take()?.undo(false)
    attributes.remove('a')
    expect(attributes.take()).toBeUndefined()
  })

  test('and that cannot be read keeps its bytes', () => {
    const attributes = attributesOver({ broken: '{' }, { saveMode: 'on-get-attribute' })
    attributes.get('broken')
    attributes.take()?.undo(true)
    expect(written(attributes)).toEqual({ broken: '{' })
  })
})

describe('whatever is done, and whatever comes of the saves', () => {
  type Step =
    | {
        readonly do: 'set' | 'push' | 'remove' | 'read'
        readonly name: string
        readonly value: number
      }
    | {
        readonly do: 'save'
        readonly comes: 'stored' | 'not stored' | 'lost reply' | 'lost request'
      }

  const name = fc.constantFrom('a', 'b', '__proto__')
  const steps = fc.array(
    fc.oneof(
      fc.record({
        do: fc.constantFrom('set' as const, 'push' as const, 'remove' as const, 'read' as const),
        name,
        value: fc.nat(3),
      }),
      fc.record({
        do: fc.constant('save' as const),
        comes: fc.constantFrom(
          'stored' as const,
          'not stored' as const,
          'lost reply' as const,
          'lost request' as const,
        ),
      }),
    ),
    { maxLength: 20 },
  )

  test.each(['on-change', 'on-set-attribute', 'on-get-attribute', 'always'] as const)(
    "a save that is acknowledged makes the store equal to the session, with '%s'",
    (saveMode) => {
      fc.assert(
        fc.property(steps, (taken: Step[]) => {
          const store = new Map<string, EncodedValue>([['a', '[ 1 ]']])
          const attributes = new TrackedAttributes(
            rulesWith({ saveMode }),
            encodedAttributes(new Map(store)),
            () => {},
          )
          const model = new Map<string, number[]>([['a', [1]]])
          const save = (comes: string): void => {
            const changes = attributes.take()
            if (comes === 'stored' || comes === 'lost reply') {
              for (const [name, value] of changes?.set ?? []) store.set(name, value)
              for (const name of changes?.removed ?? []) store.delete(name)
            }
            if (comes === 'not stored') changes?.undo(false)
            if (comes.startsWith('lost')) changes?.undo(true)
          }
          for (const step of taken) {
            if (step.do === 'save') save(step.comes)
            else if (step.do === 'read') attributes.get(step.name)
            else if (step.do === 'remove') {
              attributes.remove(step.name)
              model.delete(step.name)
            } else {
              const list = model.get(step.name)
              const current = attributes.get(step.name) as number[] | undefined
              expect(current).toEqual(list)
              const pushes = step.do === 'push' && current !== undefined
              // Only setting again tells this mode of a change inside.
              if (pushes && saveMode !== 'on-set-attribute') current.push(step.value)
              else attributes.set(step.name, [...(pushes ? current : []), step.value])
              model.set(step.name, [...(pushes ? (list ?? []) : []), step.value])
            }
            expect(new Set(attributes.names())).toEqual(new Set(model.keys()))
          }
          save('stored')
          const values = [...store].map(([name, value]) => [name, JSON.parse(String(value))])
          expect(new Map(values as [string, number[]][])).toEqual(model)
          if (saveMode === 'on-change') expect(attributes.take()).toBeUndefined()
        }),
        { numRuns: 300 },
      )
    },
  )
})
