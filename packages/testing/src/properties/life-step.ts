import fc from 'fast-check'

/**
 * One step in the lives of some sessions on some nodes. Sessions and copies of them are named by
 * number, counted round: a step means something at any moment, so that any sequence of them does.
 */
export type LifeStep =
  | { readonly do: 'create'; readonly node: number }
  | { readonly do: 'load'; readonly node: number; readonly life: number; readonly touch: boolean }
  | { readonly do: 'set'; readonly copy: number; readonly name: string; readonly value: string }
  | { readonly do: 'push'; readonly copy: number; readonly value: string }
  | { readonly do: 'remove'; readonly copy: number; readonly name: string }
  | { readonly do: 'log in'; readonly copy: number; readonly principal: string }
  | { readonly do: 'log out'; readonly copy: number }
  | { readonly do: 'change id'; readonly copy: number }
  | { readonly do: 'save'; readonly copy: number }
  | { readonly do: 'delete'; readonly node: number; readonly life: number }
  | { readonly do: 'wait'; readonly minutes: number }
  | { readonly do: 'sweep'; readonly node: number }

export const PRINCIPALS = ['ada', 'bob'] as const

const node = fc.nat(1)
const life = fc.nat(3)
const copy = fc.nat(5)
const value = fc.constantFrom('x', 'y', 'z')
const name = fc.constantFrom('a', 'b', '__proto__')

/** Sequences in which copies are made, changed and saved more often than sessions end. */
export const lifeSteps: fc.Arbitrary<LifeStep[]> = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.record({ do: fc.constant('create' as const), node }) },
    {
      weight: 4,
      arbitrary: fc.record({ do: fc.constant('load' as const), node, life, touch: fc.boolean() }),
    },
    { weight: 4, arbitrary: fc.record({ do: fc.constant('set' as const), copy, name, value }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('push' as const), copy, value }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('remove' as const), copy, name }) },
    {
      weight: 2,
      arbitrary: fc.record({
        do: fc.constant('log in' as const),
        copy,
        principal: fc.constantFrom(...PRINCIPALS),
      }),
    },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('log out' as const), copy }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('change id' as const), copy }) },
    { weight: 8, arbitrary: fc.record({ do: fc.constant('save' as const), copy }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('delete' as const), node, life }) },
    {
      weight: 1,
      arbitrary: fc.record({ do: fc.constant('wait' as const), minutes: fc.constantFrom(10, 20) }),
    },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('sweep' as const), node }) },
  ),
  { minLength: 5, maxLength: 30 },
)
