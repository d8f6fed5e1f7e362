import { MapSessionRepository } from '@session/core'

// #region options
export const sessions = new MapSessionRepository(new Map(), {
  maxInactiveInterval: '20m', // unused for so long: gone
  absoluteTimeout: '12h', // so long after its creation: gone
  touchInterval: '10s', // reads renew the access time this often
  cleanupInterval: '5m', // the sweep of what expired
})
// #endregion options

// #region one
export async function keepFor(id: string, hours: number): Promise<Date | undefined> {
  const session = await sessions.findById(id)
  if (session === undefined) return undefined
  session.maxInactiveInterval = `${hours}h` // this session only; 'never' works too
  await sessions.save(session)
  return session.expiresAt
}
// #endregion one
