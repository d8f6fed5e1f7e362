import { PRINCIPAL_NAME_INDEX_NAME } from '@session/core'
import { ATTRIBUTE, type FlatHash, textOf } from '../hash.ts'

/**
 * Who is logged in, as a Java service indexes the session: it keeps no list, but the name is in the
 * hash, by itself or in Spring Security's context.
 */
export function principalOfJava(flat: FlatHash): string | undefined {
  const context = inside(attributeOf(flat, 'SPRING_SECURITY_CONTEXT'), 'authentication')
  const principal = inside(context, 'principal')
  const name =
    attributeOf(flat, PRINCIPAL_NAME_INDEX_NAME) ??
    inside(context, 'name') ??
    inside(principal, 'username') ??
    principal
  return typeof name === 'string' ? name : undefined
}

function attributeOf(flat: FlatHash, attribute: string): unknown {
  for (let i = 0; i < flat.length; i += 2) {
    if (textOf(flat[i]) !== ATTRIBUTE + attribute) continue
    try {
      return JSON.parse(textOf(flat[i + 1]))
    } catch {
      return undefined
    }
  }
  return undefined
}

const inside = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
