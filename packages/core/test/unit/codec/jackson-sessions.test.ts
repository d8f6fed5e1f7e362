import { describe, expect, test } from 'vitest'
import { jacksonCodec } from '../../../src/codec/jackson-codec.ts'
import { MapSessionRepository } from '../../../src/map/map-session-repository.ts'
import type { StoredSession } from '../../../src/map/stored-session.ts'
import {
  expectAgreement,
  type JavaValue,
  type RecordedSession,
  recording,
  textOf,
} from './java-recordings.ts'

interface RedisRecording {
  readonly namespace: string
  readonly sessions: Record<string, RecordedSession>
  readonly keys: Record<string, RedisKey>
  readonly deletedId: string
  readonly createdMessages: readonly { readonly channel: string; readonly base64: string }[]
  readonly keysOfTheDeleted: Record<string, RedisKey>
}

interface RedisKey {
  readonly type: 'hash' | 'set' | 'string'
  readonly fields?: Record<string, string>
  readonly members?: readonly string[]
  readonly value?: string
}

interface JdbcRecording {
  readonly sessions: Record<string, RecordedSession>
  readonly SPRING_SESSION: readonly { readonly PRIMARY_ID: string; readonly SESSION_ID: string }[]
  readonly SPRING_SESSION_ATTRIBUTES: readonly {
    readonly SESSION_PRIMARY_ID: string
    readonly ATTRIBUTE_NAME: string
    readonly base64: string
  }[]
}

const PREFIX = 'sessionAttr:'
const codec = jacksonCodec()
const read = (base64: string) =>
  codec.decode(Buffer.from(base64, 'base64'), { attribute: 'recorded' })

const REDIS = [
  'redis-simple-json-3.5',
  'redis-indexed-json-3.5',
  'redis-indexed-security-json-3.5',
] as const

describe.each(REDIS)('%s', (name) => {
  const { namespace, sessions, keys, createdMessages, keysOfTheDeleted, deletedId } =
    recording<RedisRecording>(name)
  const fieldsOf = ({ id }: RecordedSession) => keys[`${namespace}:sessions:${id}`]!.fields!

  test.each(Object.entries(sessions))('the session "%s" is what Java says', (_, session) => {
    const { creationTime, lastAccessedTime, maxInactiveInterval, ...attributes } = fieldsOf(session)
    expect(read(creationTime!)).toBe(session.creationTime)
    expect(read(lastAccessedTime!)).toBe(session.lastAccessedTime)
    expect(read(maxInactiveInterval!)).toBe(session.maxInactiveInterval)
    expectAttributes(Object.entries(attributes), session)
  })

  test('every member of every set is text', () => {
    const ids = Object.values(sessions).map(({ id }) => id)
    for (const [key, { members = [] }] of Object.entries(keys)) {
      const start = key.includes(':expirations:') ? 'expires:' : ''
      for (const member of members) {
        expect(read(member)).toMatch(new RegExp(`^${start}[0-9a-f-]{36}$`))
        // The bucket still names the old id of the session that changed it.
        if (start === '') expect(ids).toContain(read(member))
      }
    }
  })

  test('the empty shadow keys and what is left of the deleted are read', () => {
    const all = [...Object.values(keys), ...Object.values(keysOfTheDeleted)]
    for (const { value } of all) if (value !== undefined) expect(read(value)).toBeNull()
    for (const { fields = {} } of Object.values(keysOfTheDeleted)) {
      expect(Object.values(fields).map(read)).toContain('carol')
      expect(read(fields.maxInactiveInterval!)).toBe(0)
    }
  })

  test('every message about a created session has its times and attributes', () => {
    expect(createdMessages.length > 0).toBe(name.includes('indexed'))
    for (const { channel, base64 } of createdMessages) {
      const { creationTime, lastAccessedTime, maxInactiveInterval, ...attributes } = read(
        base64,
      ) as Record<string, unknown>
      const id = channel.slice(channel.lastIndexOf(':') + 1)
      const session = Object.values(sessions).find((one) => one.id === id || one.oldId === id)
      // Of the deleted session nothing else is recorded.
      expect(session !== undefined || id === deletedId).toBe(true)
      expect(creationTime).toBe(session?.creationTime ?? lastAccessedTime)
      expect(lastAccessedTime).toBe(session?.lastAccessedTime ?? creationTime)
      expect(maxInactiveInterval).toBe(session?.maxInactiveInterval ?? 1800)
      for (const [field, value] of Object.entries(attributes)) {
        const java = session?.attributes[field.slice(PREFIX.length)]
        if (java !== undefined) expectAgreement(value, java)
      }
    }
  })

  test('reading every attribute of every session and saving changes no byte', async () => {
    for (const session of Object.values(sessions)) {
      const attributes = Object.entries(fieldsOf(session)).filter(([, base64]) => base64 !== '')
      await expectUntouched(
        session,
        attributes.flatMap(([field, base64]) =>
          field.startsWith(PREFIX) ? [[field.slice(PREFIX.length), textOf(base64)]] : [],
        ),
      )
    }
  })
})

describe('jdbc-postgresql-json-3.5', () => {
  const rows = recording<JdbcRecording>('jdbc-postgresql-json-3.5')
  const attributesOf = ({ id }: RecordedSession) => {
    const primaryId = rows.SPRING_SESSION.find((row) => row.SESSION_ID === id)!.PRIMARY_ID
    return rows.SPRING_SESSION_ATTRIBUTES.filter((row) => row.SESSION_PRIMARY_ID === primaryId)
  }

  test.each(Object.entries(rows.sessions))('the session "%s" is what Java says', (_, session) => {
    const fields = attributesOf(session).map(
      ({ ATTRIBUTE_NAME, base64 }) => [PREFIX + ATTRIBUTE_NAME, base64] as const,
    )
    expectAttributes(fields, session)
  })

  test('reading every attribute of every session and saving changes no byte', async () => {
    for (const session of Object.values(rows.sessions)) {
      const attributes = attributesOf(session).map(
        ({ ATTRIBUTE_NAME, base64 }) => [ATTRIBUTE_NAME, textOf(base64)] as const,
      )
      await expectUntouched(session, attributes)
    }
  })
})

test.each([
  ['a whole Double', '3.0'],
  ['a Long beyond 2^53', '9007199254740993'],
  ['a list of such numbers', '["java.util.ArrayList",[3.0,9007199254740993,["java.lang.Long",2]]]'],
  ['blanks and another order', '{"a": 1.50, "@class": "java.util.TreeMap"}'],
  ['escapes that nobody needs', '["java.util.ArrayList",["\\u0041\\/"]]'],
  ['a decimal of many digits', '{"@class":"app.Price","net":12.345678901234567890123,"max":1e400}'],
  ['a list without a type', '["a","b"]'],
  ['a set with two that are one here', '["java.util.HashSet",[2,["java.lang.Long",2]]]'],
  ['what nobody can read', '["java.util.Date","tomorrow"]'],
])('%s survives a read and a save', async (_, text) => {
  await expectUntouched(undefined, [['it', text]])
})

function expectAttributes(
  fields: readonly (readonly [string, string])[],
  session: RecordedSession,
): void {
  const names = fields.filter(([, base64]) => base64 !== '').map(([field]) => field)
  const expected = Object.keys(session.attributes).map((attribute) => PREFIX + attribute)
  expect(names.sort()).toEqual(expected.sort())
  for (const [field, base64] of fields) {
    const java: JavaValue | undefined = session.attributes[field.slice(PREFIX.length)]
    // An attribute that was removed is a field without bytes.
    expectAgreement(read(base64), java ?? { type: null, value: null })
  }
}

/** Loads a session of these attributes, reads each, saves, and looks at what is stored. */
async function expectUntouched(
  session: RecordedSession | undefined,
  attributes: readonly (readonly [string, string])[],
): Promise<void> {
  const id = session?.id ?? 'a-session-that-node-has-not-created'
  const stored: StoredSession = {
    creationTime: session?.creationTime ?? Date.now(),
    lastAccessedTime: session?.lastAccessedTime ?? Date.now(),
    maxInactiveInterval: 0x7fffffff,
    attributes: Object.assign(Object.create(null), Object.fromEntries(attributes)),
    indexes: Object.create(null) as Record<string, string>,
  }
  const map = new Map([[id, stored]])
  const repository = new MapSessionRepository(map, { codec: jacksonCodec(), saveMode: 'on-change' })
  const loaded = (await repository.findById(id))!
  for (const name of loaded.attributeNames) loaded.getAttribute(name)
  await repository.save(loaded)
  expect(map.get(id)!.attributes).toEqual(Object.fromEntries(attributes))
}
