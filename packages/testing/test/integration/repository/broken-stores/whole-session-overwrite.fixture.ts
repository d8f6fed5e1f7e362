import type { SessionDelta, SessionRecord, StoreCall } from '@session/core/store'
import { PlainObjectStore } from '../../../../../core/test/contract/plain-object-store.ts'
import { describeBrokenStore } from './describe-broken-store.ts'

/** Reads the session, pauses as a round trip does, and writes all of it back. */
class WholeSessionOverwrite extends PlainObjectStore {
  override async update(
    id: string,
    delta: SessionDelta,
    call: StoreCall,
  ): Promise<'updated' | 'gone'> {
    const read: Record<string, SessionRecord> = Object.assign(Object.create(null), this.sessions)
    const alone = new PlainObjectStore(read)
    await new Promise((resolve) => setImmediate(resolve))
    const result = await alone.update(id, delta, call)
    const { newId = id } = delta
    const written = read[newId]
    if (newId !== id) delete this.sessions[id]
    if (result === 'updated' && written !== undefined) this.sessions[newId] = written
    return result
  }
}

describeBrokenStore('whole session overwrite', new WholeSessionOverwrite())
