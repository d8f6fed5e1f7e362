import type { SessionRecord } from '@session/core/store'
import { PlainObjectStore } from '../../../../../core/test/contract/plain-object-store.ts'
import { describeBrokenStore } from './describe-broken-store.ts'

/** Reads, and then removes: each of two removers takes the session for its own. */
class BothRemoversAnnounce extends PlainObjectStore {
  override async remove(id: string): Promise<SessionRecord | undefined> {
    const found = this.sessions[id]
    await new Promise((resolve) => setImmediate(resolve))
    delete this.sessions[id]
    return found
  }
}

describeBrokenStore('both removers announce', new BothRemoversAnnounce())
