import { MapSessionRepository, SessionError } from '@session/core'

// #region disjoint
export async function twoRequestsAtOnce(): Promise<readonly string[]> {
  const repository = new MapSessionRepository()
  const created = repository.createSession()
  await repository.save(created)

  const first = await repository.findById(created.id)
  const second = await repository.findById(created.id)
  if (first === undefined || second === undefined) throw new Error('It was saved above')

  first.attributes.theme = 'dark'
  second.attributes.language = 'de'
  await repository.save(second)
  await repository.save(first) // writes the theme and nothing else

  const session = await repository.findById(created.id)
  return session?.attributeNames ?? [] // both are there
}
// #endregion disjoint

// #region gone
export async function saveAfterLogout(): Promise<string> {
  const repository = new MapSessionRepository()
  const session = repository.createSession()
  await repository.save(session)

  await repository.deleteById(session.id) // a logout in another request
  session.attributes.lateAnswer = 42
  try {
    await repository.save(session)
    return 'saved'
  } catch (error) {
    if (!SessionError.isInstance(error)) throw error
    return error.code // SESSION_GONE, and nothing was stored
  }
}
// #endregion gone

// #region modes
export const careful = new MapSessionRepository(new Map(), {
  saveMode: 'on-set-attribute', // do not look for changes inside objects
  flushMode: 'immediate', // send every change at once; save() awaits them
})
// #endregion modes
