import { SessionError } from '../errors/session-error.ts'
import { type PreparedSave, preparesSaves } from '../repository/prepared-save.ts'
import { type CommitPlan, planCommit } from './commit-plan.ts'
import type { HttpExchange } from './http-exchange.ts'
import type { RequestHttpSession } from './request-http-session.ts'
import type { SessionSettings } from './session-options.ts'

/** Carries out what `planCommit` decided. */
export class SessionCommit<A> {
  readonly #settings: SessionSettings<A>
  readonly #exchange: HttpExchange

  constructor(settings: SessionSettings<A>, exchange: HttpExchange) {
    this.#settings = settings
    this.#exchange = exchange
  }

  /** `undefined` when the head need not wait. */
  beforeHead(
    session: RequestHttpSession<A> | undefined,
    clientId: string | undefined,
    isInvalidated: boolean,
  ): Promise<void> | undefined {
    this.#addVary()
    const isWanted =
      session !== undefined && (session.isStarted || session.attributeNames.length > 0)
    const save = session !== undefined && isWanted ? this.#prepare(session) : undefined
    const plan = planCommit({
      session: session === undefined ? 'none' : session.isStored ? 'stored' : 'unstored',
      isWanted,
      isChanged: save !== undefined,
      clientHasId: session !== undefined && session.id === clientId && !session.mustSendId,
      isInvalidated,
    })
    return this.#carryOut(plan, session, save)
  }

  /** The second delta: the head has left, so no id can be sent or cleared. */
  afterHead(session: RequestHttpSession<A> | undefined): Promise<void> | undefined {
    if (session === undefined || !session.isStored) return undefined
    const save = this.#prepare(session)
    return save === undefined ? undefined : this.#write(save).then(() => undefined)
  }

  #carryOut(
    plan: CommitPlan,
    session: RequestHttpSession<A> | undefined,
    save: PreparedSave | undefined,
  ): Promise<void> | undefined {
    switch (plan.do) {
      case 'save':
        return save && session && this.#saveThenSend(save, session, plan.sendId)
      case 'send-id':
        if (session !== undefined) this.#sendId(session)
        return undefined
      case 'expire-id':
        this.#expireId()
        return undefined
      case 'nothing':
        return undefined
    }
  }

  async #saveThenSend(
    save: PreparedSave,
    session: RequestHttpSession<A>,
    sendId: boolean,
  ): Promise<void> {
    const wasStored = session.isStored
    // On its way: a change made while it is awaited belongs to a session that exists.
    session.isStored = true
    const isSaved = await this.#write(save).catch((error: unknown) => {
      session.isStored = wasStored
      throw error
    })
    if (!isSaved) {
      this.#expireId()
      return
    }
    session.storedId = session.id
    if (sendId) this.#sendId(session)
  }

  /** `false`: the session ended meanwhile, and nothing was at stake that must not look as if it had worked. */
  async #write(save: PreparedSave): Promise<boolean> {
    try {
      await save.write()
      return true
    } catch (error) {
      const isGone = SessionError.isInstance(error) && error.code === 'SESSION_GONE'
      const mayIgnore =
        this.#settings.onGone === 'ignore' && !save.changesId && !save.changesPrincipal
      if (isGone && mayIgnore) return false
      throw error
    }
  }

  #prepare(session: RequestHttpSession<A>): PreparedSave | undefined {
    const { repository } = this.#settings
    if (preparesSaves<A>(repository)) return repository.prepareSave(session.inner)
    return {
      isNew: !session.isStored,
      changesId: session.id !== session.storedId,
      // It does not tell, so the careful answer: a login must not look as if it had worked.
      changesPrincipal: true,
      write: (options) => repository.save(session.inner, options),
    }
  }

  #sendId(session: RequestHttpSession<A>): void {
    const { idResolver } = this.#settings
    idResolver.setSessionId(this.#exchange, session.id, { rememberMe: session.isRemembered })
    this.#forbidCaching()
  }

  #expireId(): void {
    this.#settings.idResolver.expireSession(this.#exchange)
    this.#forbidCaching()
  }

  /** A cache must not hand one user's id to the next. */
  #forbidCaching(): void {
    if (this.#exchange.responseHeader('cache-control') === undefined) {
      this.#exchange.setResponseHeader('Cache-Control', 'no-store')
    }
  }

  /** The response was made from the session, so it depends on what the client presented. */
  #addVary(): void {
    const { vary } = this.#settings.idResolver
    const present = this.#exchange.responseHeader('vary')
    const names = present === undefined ? [] : present.split(',').map((name) => name.trim())
    if (names.includes('*')) return
    const missing = names.length === 0 ? vary : vary.filter((name) => !includes(names, name))
    if (missing.length === 0) return
    this.#exchange.setResponseHeader('Vary', [...names, ...missing].join(', '))
  }
}

const includes = (names: readonly string[], wanted: string): boolean =>
  names.some((name) => name.toLowerCase() === wanted.toLowerCase())
