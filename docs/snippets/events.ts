import { MapSessionRepository } from '@session/core'
import { httpSessionListener } from '@session/core/http'

export const log: string[] = []

// #region on
export const sessions = new MapSessionRepository()

sessions.on('created', (event) => log.push(`created ${event.handle}`))
sessions.on('id-changed', ({ previousHandle, handle }) =>
  log.push(`${previousHandle} is now ${handle}`),
)
const off = sessions.on('destroyed', (event) => {
  log.push(`${event.type} ${event.handle}`) // 'deleted' or 'expired'
  if (event.local) log.push(`mail to ${event.principalName}`) // true on exactly one node
})
// #endregion on

// #region signal
const closing = new AbortController()
const { signal } = closing
sessions.on('expired', ({ handle }) => log.push(`lost ${handle}`), { signal })
// #endregion signal

// #region undo
off() // ends one subscription
closing.abort() // ends every subscription that was given its signal
// #endregion undo

// #region adapter
export const counter = { live: 0 }

httpSessionListener(sessions, {
  sessionCreated: () => counter.live++,
  sessionDestroyed: () => counter.live--,
})
// #endregion adapter

// #region errors
export const failures: string[] = []

export const guarded = new MapSessionRepository(new Map(), {
  onListenerError: (error, type) => failures.push(`${type}: ${error}`),
})
// #endregion errors
