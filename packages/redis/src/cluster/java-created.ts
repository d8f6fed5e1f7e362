import type { RedisArgument } from '../client/redis-client.ts'
import { textOf } from '../hash.ts'

/**
 * What a Java service makes its created event of: a map of the fields, in typed JSON. Fields and
 * values in turn; values are such JSON. A node of ours knows the message by its last member, which
 * Java ignores.
 */
export function createdMessage(state: readonly RedisArgument[]): string {
  const members = ['"@class":"java.util.HashMap"']
  for (let i = 0; i < state.length; i += 2) {
    members.push(`${JSON.stringify(textOf(state[i]))}:${textOf(state[i + 1]) || 'null'}`)
  }
  return `{${members.join(',')},"node":1}`
}
