import type { Repository } from './own-redis.ts'

const TYPES = ['created', 'deleted', 'expired', 'id-changed'] as const

/** Everything that a node hears from now on: what, of whom, and whether it was there. */
export async function heardBy(repository: Repository): Promise<string[]> {
  const heard: string[] = []
  for (const type of TYPES) {
    repository.on(type, ({ handle, local }) => heard.push(`${type} ${handle} ${local}`))
  }
  await repository.ready()
  return heard
}

export async function stored(
  repository: Repository,
  principal = 'ada',
): Promise<ReturnType<Repository['createSession']>> {
  const session = repository.createSession()
  session.setAttribute('name', 'Ada')
  session.principalName = principal
  await repository.save(session)
  return session
}
