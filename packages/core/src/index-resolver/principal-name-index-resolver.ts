import { PRINCIPAL_NAME_INDEX_NAME } from '../repository/find-by-index-name-session-repository.ts'
import type { IndexableSession, IndexResolver } from './index-resolver.ts'

/** The attribute in which Spring Security keeps who is logged in. */
export const SPRING_SECURITY_CONTEXT = 'SPRING_SECURITY_CONTEXT'

/**
 * The user's name: the attribute `PRINCIPAL_NAME_INDEX_NAME`, else the name inside a security context
 * that a Java service stored.
 */
export function principalNameIndexResolver(): IndexResolver {
  return {
    resolveIndexesFor(session) {
      const name = principalNameOf(session)
      return name === undefined ? NONE : new Map([[PRINCIPAL_NAME_INDEX_NAME, name]])
    },
  }
}

const NONE: ReadonlyMap<string, string> = new Map()

export function principalNameOf(session: IndexableSession): string | undefined {
  const name = session.getAttribute(PRINCIPAL_NAME_INDEX_NAME)
  if (typeof name === 'string') return name
  const authentication = member(session.getAttribute(SPRING_SECURITY_CONTEXT), 'authentication')
  const principal = member(authentication, 'principal')
  return [
    member(authentication, 'name'),
    principal,
    member(principal, 'username'),
    member(principal, 'name'),
  ].find((candidate) => typeof candidate === 'string')
}

const member = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined
