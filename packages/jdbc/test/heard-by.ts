import type { Session } from '@session/core'
import { expect, vi } from 'vitest'
import type { Attributes, Repository } from './own-nodes.ts'

export interface Heard {
  readonly type: string
  readonly handle: string
  readonly local: boolean
}

/** Everything that a node hears, in order. */
export async function heardBy(repository: Repository): Promise<Heard[]> {
  const heard: Heard[] = []
  for (const type of ['created', 'deleted', 'expired', 'id-changed'] as const) {
    repository.on(type, ({ handle, local }) => heard.push({ type, handle, local }))
  }
  await repository.ready()
  return heard
}

export async function stored(repository: Repository): Promise<Session<Attributes>> {
  const session = repository.createSession()
  session.setAttribute('name', 'Ada')
  await repository.save(session)
  return session
}

export const typesOf = (heard: readonly Heard[], handle: string): string[] =>
  heard.filter((event) => event.handle === handle).map(({ type }) => type)

/** What happened so far has arrived once a session that is made now is heard of. */
export async function settled(heard: readonly Heard[], by: Repository): Promise<void> {
  const { handle } = await stored(by)
  await vi.waitFor(() => expect(typesOf(heard, handle)).toEqual(['created']), 5000)
}
