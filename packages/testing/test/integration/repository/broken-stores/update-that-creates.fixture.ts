import { encodedAttributes, type SessionDelta, type StoreCall } from '@session/core/store'
import { PlainObjectStore } from '../../../../../core/test/contract/plain-object-store.ts'
import { describeBrokenStore } from './describe-broken-store.ts'

/** An upsert: the logout that lands during a slow request is undone by its save. */
class UpdateThatCreates extends PlainObjectStore {
  override async update(id: string, delta: SessionDelta, call: StoreCall): Promise<'updated'> {
    const now = Date.now()
    this.sessions[id] ??= {
      id,
      creationTime: now,
      lastAccessedTime: now,
      maxInactiveInterval: 1800,
      attributes: encodedAttributes(new Map()),
      indexes: new Map(),
    }
    await super.update(id, delta, call)
    return 'updated'
  }
}

describeBrokenStore('update that creates', new UpdateThatCreates())
