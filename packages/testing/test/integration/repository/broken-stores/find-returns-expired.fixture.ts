import type { SessionRecord } from '@session/core/store'
import { PlainObjectStore } from '../../../../../core/test/contract/plain-object-store.ts'
import { describeBrokenStore } from './describe-broken-store.ts'

/** Leaves expiry to somebody else, as stores do that trust a TTL. */
class FindReturnsExpired extends PlainObjectStore {
  override live(id: string): SessionRecord | undefined {
    return this.sessions[id]
  }
}

describeBrokenStore('find returns expired', new FindReturnsExpired())
