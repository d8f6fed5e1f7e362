import type { ResponseParticipant } from '../http/http-exchange.ts'

export interface Participation {
  readonly participant: ResponseParticipant
  readonly onError: (error: unknown) => unknown
}

export interface Failure {
  readonly error: unknown
  readonly onError: (error: unknown) => unknown
}

/**
 * Takes one step with every participant, in the order in which they joined. Resolves when all have
 * settled, with the first failure, and never rejects; `undefined` when nothing has to be waited for.
 */
export function takeStep(
  step: (participant: ResponseParticipant) => Promise<void> | undefined,
  participations: readonly Participation[],
): Promise<Failure | undefined> | undefined {
  const [first] = participations
  if (first !== undefined && participations.length === 1) {
    return settle(() => step(first.participant), first.onError)
  }
  let pending: Promise<Failure | undefined>[] | undefined
  for (const { participant, onError } of participations) {
    const outcome = settle(() => step(participant), onError)
    if (outcome !== undefined) {
      pending ??= []
      pending.push(outcome)
    }
  }
  return pending && Promise.all(pending).then((outcomes) => outcomes.find(Boolean))
}

function settle(
  step: () => Promise<void> | undefined,
  onError: Failure['onError'],
): Promise<Failure | undefined> | undefined {
  const failed = (error: unknown): Failure => ({ error, onError })
  try {
    return step()?.then(() => undefined, failed)
  } catch (error) {
    // Whoever made the head leave is not the one to catch this.
    return Promise.resolve(failed(error))
  }
}
