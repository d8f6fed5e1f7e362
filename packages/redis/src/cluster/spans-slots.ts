import type { RedisClient } from '../client/redis-client.ts'
import type { RedisRepositoryOptions } from '../redis-repository-options.ts'
import { isOneSlot } from './cluster-keys.ts'

/** Must each script keep to the keys of one slot, and declare them? */
export const spansSlots = (
  client: RedisClient,
  namespace: string,
  { declaredKeysOnly = false }: RedisRepositoryOptions,
): boolean => declaredKeysOnly || (client.isCluster && !isOneSlot(namespace))
