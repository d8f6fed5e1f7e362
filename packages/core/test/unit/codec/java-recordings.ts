import { readFileSync } from 'node:fs'
import { expect } from 'vitest'
import {
  principalNameIndexResolver,
  SPRING_SECURITY_CONTEXT,
} from '../../../src/index-resolver/principal-name-index-resolver.ts'

/** A value as Java described it. */
export interface JavaValue {
  readonly type: string | null
  readonly value?: unknown
  readonly hex?: string
  readonly items?: readonly JavaValue[]
  readonly entries?: readonly (readonly [JavaValue, JavaValue])[]
  readonly authentication?: {
    readonly name: string
    readonly authenticated: boolean
    readonly authorities: readonly string[]
  }
}

export interface RecordedValue {
  readonly java: JavaValue
  readonly base64?: string
  readonly readBack?: JavaValue
  readonly readBackError?: string
}

export interface Verdict {
  readonly text: string
  readonly reads?: JavaValue
  readonly error?: string
}

export interface RecordedSession {
  readonly id: string
  /** Before its id was changed. */
  readonly oldId?: string
  readonly creationTime: number
  readonly lastAccessedTime: number
  readonly maxInactiveInterval: number
  readonly attributes: Readonly<Record<string, JavaValue>>
}

export function recording<T>(name: string): T {
  const file = new URL(`../../fixtures/java/${name}.json`, import.meta.url)
  return JSON.parse(readFileSync(file, 'utf8')) as T
}

export function textOf(base64: string): string {
  return Buffer.from(base64, 'base64').toString('utf8')
}

/** Fails unless a value that was read here is what Java says it is. */
export function expectAgreement(value: unknown, java: JavaValue): void {
  if (java.items !== undefined) expectItems(value, java.items, java.type)
  else if (java.entries !== undefined) expectEntries(value, java.entries)
  else if (java.authentication !== undefined) expectContext(value, java.authentication)
  else if (java.hex !== undefined) {
    expect(value).toBeInstanceOf(Uint8Array)
    expect(Buffer.from(value as Uint8Array).toString('hex')).toBe(java.hex)
  } else expect(value).toStrictEqual(expectedScalar(java))
}

function expectedScalar({ type, value }: JavaValue): unknown {
  switch (type) {
    case 'java.lang.Long':
      return Number.isSafeInteger(Number(value)) ? Number(value) : BigInt(String(value))
    case 'java.lang.Double':
    case 'java.lang.Float':
      return Number(value)
    case 'java.math.BigInteger':
      return BigInt(String(value))
    case 'java.util.Date':
    case 'java.util.GregorianCalendar':
    case 'java.sql.Timestamp':
    case 'java.time.Instant':
      return new Date(value as number | string)
    case 'interop.Cart':
      return {
        owner: 'alice',
        quantity: 2,
        total: 1999,
        gift: false,
        addedAt: new Date(1700000000123),
        items: ['book'],
      }
    case 'org.springframework.security.web.csrf.DefaultCsrfToken':
      return { token: value, parameterName: '_csrf', headerName: 'X-CSRF-TOKEN' }
    default:
      return value
  }
}

function expectItems(value: unknown, items: readonly JavaValue[], type: string | null): void {
  const isSet = type?.endsWith('Set') === true
  expect(value).toBeInstanceOf(isSet ? Set : Array)
  const elements = [...(value as Iterable<unknown>)]
  expect(elements).toHaveLength(items.length)
  for (const [index, item] of items.entries()) expectAgreement(elements[index], item)
}

function expectEntries(
  value: unknown,
  entries: readonly (readonly [JavaValue, JavaValue])[],
): void {
  const object = value as Record<string, unknown>
  expect(Object.getPrototypeOf(object)).toBe(Object.prototype)
  expect(Object.keys(object)).toEqual(entries.map(([key]) => String(key.value)))
  for (const [key, member] of entries) expectAgreement(object[String(key.value)], member)
}

function expectContext(value: unknown, java: NonNullable<JavaValue['authentication']>): void {
  const session = {
    getAttribute: (name: string) => (name === SPRING_SECURITY_CONTEXT ? value : undefined),
  }
  const indexes = principalNameIndexResolver().resolveIndexesFor(session)
  expect([...indexes.values()]).toEqual([java.name])
  const authorities = java.authorities.map((authority) => ({ authority }))
  expect(value).toMatchObject({
    authentication: { authenticated: java.authenticated, authorities },
  })
}
