import { encodedAttributes, type SessionRecord } from '@session/core/store'
import type { RawStore } from '../../../testing/src/index.ts'

/** The second door into the object: what lies in it, and as if time had passed. */
export const plainObjectRaw = (sessions: Record<string, SessionRecord>): RawStore => ({
  read: async (key) => {
    const record = sessions[key]
    return record && { ...record, attributes: attributesOf(record) }
  },
  keys: async () => Object.keys(sessions),
  write: async (key, attribute, value) => {
    const record = sessions[key] as SessionRecord
    const attributes = encodedAttributes(attributesOf(record).set(attribute, value))
    sessions[key] = { ...record, attributes }
  },
  age: async (key, milliseconds) => {
    const record = sessions[key] as SessionRecord
    sessions[key] = {
      ...record,
      creationTime: record.creationTime - milliseconds,
      lastAccessedTime: record.lastAccessedTime - milliseconds,
    }
  },
  dump: async () =>
    JSON.stringify(
      Object.values(sessions).map((record) => ({
        ...record,
        attributes: [...attributesOf(record)],
        indexes: [...record.indexes],
      })),
    ),
  clear: async () => {
    for (const key of Object.keys(sessions)) delete sessions[key]
  },
})

function attributesOf({ attributes }: SessionRecord): Map<string, string | Uint8Array> {
  const values = new Map<string, string | Uint8Array>()
  for (const name of attributes.names()) values.set(name, attributes.get(name) ?? '')
  return values
}
