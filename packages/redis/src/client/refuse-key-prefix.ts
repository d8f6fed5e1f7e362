import { InvalidOptionError } from '@session/core'

/**
 * A client's prefix reaches some commands and not others: of ioredis not the keys that a script builds,
 * of node-redis 6 none that is sent as it is.
 * @throws InvalidOptionError
 */
export function refuseKeyPrefix(client: object): void {
  const { options, _keyPrefix } = client as {
    readonly options?: { readonly keyPrefix?: unknown }
    /** Where a Cluster of node-redis shows it. */
    readonly _keyPrefix?: unknown
  }
  if (!options?.keyPrefix && !_keyPrefix) return
  const remedy = "Leave it out and set the repository's option 'namespace'."
  throw new InvalidOptionError('redis', 'a client with the option keyPrefix', remedy)
}
