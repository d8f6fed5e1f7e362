/** 10 attributes of 100 bytes, or 100 of 500: about 1 KB and 50 KB of JSON. */
export type SessionSize = 'small' | 'large'

export const sessionSizes: Readonly<
  Record<SessionSize, { label: string; attributes: number; bytes: number }>
> = {
  small: { label: '1 KB', attributes: 10, bytes: 100 },
  large: { label: '50 KB', attributes: 100, bytes: 500 },
}

export interface ExampleAttribute {
  revision: number
  tags: string[]
  text: string
}

/** The attribute that requests read and write; every size has it. */
export const USED_ATTRIBUTE = 'attribute-3'

/** One attribute of a session of this size. Revisions have six digits, so its length never changes. */
export function exampleAttribute(size: SessionSize, revision = 0): ExampleAttribute {
  const attribute = { revision: 100_000 + (revision % 900_000), tags: ['one', 'two'], text: '' }
  const missing = sessionSizes[size].bytes - JSON.stringify(attribute).length
  return { ...attribute, text: 'x'.repeat(missing) }
}

/** The whole session: attribute name → value. */
export function exampleSession(size: SessionSize): Record<string, ExampleAttribute> {
  const attributes: Record<string, ExampleAttribute> = {}
  for (let i = 0; i < sessionSizes[size].attributes; i++) {
    attributes[`attribute-${i}`] = exampleAttribute(size)
  }
  return attributes
}

/** What the path of a request asks for. */
export const sizeOf = (text: string): SessionSize => (text === 'large' ? 'large' : 'small')

const untouched = { small: exampleAttribute('small'), large: exampleAttribute('large') }
let revision = 0

/** The answer of a request that has nothing to do with the session; as long as the others. */
export const answerWithoutSession = (size: SessionSize): ExampleAttribute => untouched[size]

/** A value that differs from all before. */
export const changedAttribute = (size: SessionSize): ExampleAttribute => ({
  ...untouched[size],
  revision: 100_000 + (revision++ % 900_000),
})

/** Who logs in: every time somebody else. */
export const nextUser = (): string => `user-${100_000 + (revision++ % 900_000)}`
