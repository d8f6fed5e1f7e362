import type { ResponseParticipant } from '../../../../src/http/http-exchange.ts'
import { type Deferred, deferred } from './deferred.ts'

/** A participant whose steps the test settles, and that notes when they are taken. */
export interface ControlledParticipant extends ResponseParticipant {
  readonly saved: Deferred
  readonly completed: Deferred
  readonly steps: string[]
}

export function controlledParticipant(): ControlledParticipant {
  const saved = deferred()
  const completed = deferred()
  const steps: string[] = []
  return {
    saved,
    completed,
    steps,
    commit() {
      steps.push('commit')
      return saved.promise
    },
    complete() {
      steps.push('complete')
      return completed.promise
    },
  }
}

/** A participant that has nothing to wait for before the head. */
export function completingParticipant(): ControlledParticipant {
  const participant = controlledParticipant()
  return {
    ...participant,
    commit() {
      participant.steps.push('commit')
      return undefined
    },
  }
}

/** A participant that waits before the head alone. */
export function committingParticipant(): ControlledParticipant {
  const participant = controlledParticipant()
  return {
    ...participant,
    complete() {
      participant.steps.push('complete')
      return undefined
    },
  }
}
