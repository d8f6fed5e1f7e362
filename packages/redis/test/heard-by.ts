import { expect, vi } from 'vitest'
import type { Attributes, Repository } from './own-redis.ts'

export interface Heard {
  readonly type: string
  readonly id: string
  readonly local: boolean
  /** Of the last state, where there is one. */
  readonly attributes: Attributes | undefined
}

/** Everything that a node hears, in order. */
export async function heardBy(repository: Repository): Promise<Heard[]> {
  const heard: Heard[] = []
  const types = ['created', 'deleted', 'expired', 'id-changed'] as const
  for (const type of types) {
    repository.on(type, (event) => {
      const { sessionId: id, local, session } = event
      heard.push({ type, id, local, attributes: session && { ...session.attributes } })
    })
  }
  await repository.ready()
  return heard
}

export const typesOf = (heard: readonly Heard[], id: string): string[] =>
  heard.filter((event) => event.id === id).map(({ type }) => type)

/** What happened so far has arrived once a session that is made now is heard of. */
export async function settled(heard: readonly Heard[], by: Repository): Promise<void> {
  const session = by.createSession()
  session.setAttribute('name', 'the last')
  await by.save(session)
  await vi.waitFor(() => expect(typesOf(heard, session.id)).toEqual(['created']), 5000)
}
