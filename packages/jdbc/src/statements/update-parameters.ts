import type { Parameters } from '../database/statement.ts'
import type { ClockParameters, SessionChanges } from '../steps/session-steps.ts'

/** The parameters of the statement that writes a session's row. */
export const updateParameters = (changes: SessionChanges, clock: ClockParameters): Parameters => ({
  ...clock,
  id: changes.id,
  newId: changes.newId,
  touch: changes.touch ? 1 : 0,
  idle: changes.idle,
  principalMoves: changes.principal === undefined ? 0 : 1,
  principal: changes.principal ?? null,
})
