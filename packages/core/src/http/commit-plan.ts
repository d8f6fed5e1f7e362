/** What the end of a request knows about its session. */
export interface CommitFacts {
  /** No session was used, one that is not stored yet, or one that is. */
  readonly session: 'none' | 'unstored' | 'stored'
  /** Is the unstored one worth storing: has it content, or was it started? */
  readonly isWanted: boolean
  /** Has the stored one anything to save? */
  readonly isChanged: boolean
  /** Does the client hold the session's present id? */
  readonly clientHasId: boolean
  /** Did this request end the session that the client presented? */
  readonly isInvalidated: boolean
}

export type CommitPlan =
  | { readonly do: 'nothing' }
  | { readonly do: 'save'; readonly sendId: boolean }
  /** Stored by an explicit save() already; the client has yet to hear of its id. */
  | { readonly do: 'send-id' }
  | { readonly do: 'expire-id' }

/** Decides, and does nothing: what the response has to do for its session before its head leaves. */
export function planCommit(facts: CommitFacts): CommitPlan {
  if (facts.session === 'stored') {
    if (facts.isChanged) return { do: 'save', sendId: !facts.clientHasId }
    return facts.clientHasId ? NOTHING : { do: 'send-id' }
  }
  if (facts.session === 'unstored' && facts.isWanted) return { do: 'save', sendId: true }
  return facts.isInvalidated ? { do: 'expire-id' } : NOTHING
}

const NOTHING: CommitPlan = { do: 'nothing' }
