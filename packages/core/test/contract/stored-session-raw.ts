import type { StoredSession } from '@session/core'
import type { RawStore } from '../../../testing/src/index.ts'

/** What a map of stored sessions is asked beyond what `MapSessionRepository` asks of it. */
export interface StoredSessionAccess {
  read(key: string): Promise<StoredSession | undefined>
  write(key: string, stored: StoredSession): Promise<void>
  keys(): Promise<readonly string[]>
  dump(): Promise<string>
  clear(): Promise<void>
  calls?(): number
}

/** The second door into any map of stored sessions. */
export function storedSessionRaw(access: StoredSessionAccess): RawStore {
  const existing = async (key: string): Promise<StoredSession> => {
    const stored = await access.read(key)
    if (stored === undefined) throw new Error('There is no session under this key.')
    return stored
  }
  return {
    ...access,
    read: async (key) => {
      const stored = await access.read(key)
      return stored && { ...stored, attributes: new Map(Object.entries(stored.attributes)) }
    },
    write: async (key, attribute, value) => {
      const stored = await existing(key)
      await access.write(key, {
        ...stored,
        attributes: { ...stored.attributes, [attribute]: value },
      })
    },
    age: async (key, milliseconds) => {
      const stored = await existing(key)
      await access.write(key, {
        ...stored,
        creationTime: stored.creationTime - milliseconds,
        lastAccessedTime: stored.lastAccessedTime - milliseconds,
      })
    },
  }
}
