import { type CallOptions, StoreUnavailableError } from '@session/core'
import type { StoreCall } from '@session/core/store'
import type { TestedRepository } from '../repository/tested-repository.ts'
import { StoreGate, type WatchedOperation } from './store-gate.ts'

/**
 * Puts a gate before the store of this repository: in place, because filters tell repositories apart
 * by identity, and because one that has private fields bears no proxy.
 */
export function gateBefore(repository: TestedRepository): StoreGate {
  const gate = new StoreGate()
  if (callsStore(repository)) gateStoreCalls(repository, gate)
  else gateMethods(repository, gate)
  return gate
}

/** What every repository over a `SessionStore` leads its calls through. */
interface CallsStore {
  call<T>(
    operation: string,
    options: CallOptions | undefined,
    invoke: (call: StoreCall) => Promise<T>,
  ): Promise<T>
}

const callsStore = (repository: object): repository is CallsStore =>
  'call' in repository && typeof repository.call === 'function'

/** Below the deadline, where a driver's error is not wrapped yet. */
function gateStoreCalls(repository: CallsStore, gate: StoreGate): void {
  const call = repository.call.bind(repository)
  repository.call = (operation, options, invoke) => {
    gate.calls.push(operation)
    return call(operation, options, async (storeCall) => {
      await gate.pass(operation)
      return invoke(storeCall)
    })
  }
}

/** A repository that is made in another way shows no store: its methods stand for the calls. */
function gateMethods(repository: TestedRepository, gate: StoreGate): void {
  const findById = repository.findById.bind(repository)
  const save = repository.save.bind(repository)
  const deleteById = repository.deleteById.bind(repository)
  const stored = new WeakSet<object>()

  async function through<T>(operation: WatchedOperation, invoke: () => Promise<T>): Promise<T> {
    gate.calls.push(operation)
    await gate.pass(operation).catch(({ code }: { code: string }) => {
      throw new StoreUnavailableError(operation, 'not-applied', code)
    })
    return invoke()
  }

  repository.findById = async (id, options) => {
    const session = await through('find', () => findById(id, options))
    if (session !== undefined) stored.add(session)
    return session
  }
  repository.save = async (session, options) => {
    await through(stored.has(session) ? 'update' : 'insert', () => save(session, options))
    stored.add(session)
  }
  repository.deleteById = (id, options) => through('remove', () => deleteById(id, options))
}
