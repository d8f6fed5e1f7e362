import { MapSessionRepository, type StoredSession } from '@session/core'
// By path: this package cannot depend on the suites, which depend on it.
import { type AnyAttributes, describeSessionRepository } from '../../../testing/src/index.ts'
import { JsonMap } from './json-map.ts'
import { storedSessionRaw } from './stored-session-raw.ts'

const oneProcess = { 'atomic-across-processes': 'a Map lives in one process' }

const sessions = new Map<string, StoredSession>()

describeSessionRepository('a Map', {
  open: (options) => new MapSessionRepository<AnyAttributes>(sessions, options),
  raw: storedSessionRaw({
    read: async (key) => sessions.get(key),
    write: async (key, stored) => void sessions.set(key, stored),
    keys: async () => [...sessions.keys()],
    dump: async () => JSON.stringify([...sessions]),
    clear: async () => sessions.clear(),
  }),
  lacks: oneProcess,
})

const SESSION = 'session:'
const backend = new Map<string, string>()
const map = new JsonMap(backend)

describeSessionRepository('an asynchronous map', {
  open: (options) => new MapSessionRepository<AnyAttributes>(map, options),
  raw: storedSessionRaw({
    read: async (key) => {
      const text = backend.get(SESSION + key)
      return text === undefined ? undefined : (JSON.parse(text) as StoredSession)
    },
    write: async (key, stored) => void backend.set(SESSION + key, JSON.stringify(stored)),
    keys: async () =>
      [...backend.keys()]
        .filter((key) => key.startsWith(SESSION))
        .map((key) => key.slice(SESSION.length)),
    dump: async () => JSON.stringify([...backend]),
    clear: async () => backend.clear(),
    calls: () => map.calls,
  }),
  hang: async () => map.hang(),
  lacks: {
    'atomic-across-processes':
      'such a map has no conditional write: steps hold a lock of their process',
  },
})
