/** What a store may lack, each told as what a store that has it does. */
export const capabilities = {
  indexes: 'finds sessions by principal and by other indexes',
  events: 'tells listeners of its own what happens to sessions',
  'events-across-nodes': 'tells listeners on every node what happens to sessions',
  'last-state': 'gives the last state of a session with the event of its end',
  cleanup: 'removes expired sessions that nobody asks for, and announces them',
  'injected-clock': 'judges expiry by the option clock, inside the store too',
  'atomic-across-processes': 'keeps its steps atomic when another process takes part',
  'exact-text': 'tells names and principals apart by case, accents and blanks at the end',
} as const

export type Capability = keyof typeof capabilities

/** What a store lacks, and why. The reason is printed, and stands beside each test that is skipped. */
export type Lacks = Partial<Record<Capability, string>>

/** @throws TypeError for a capability that does not exist, or a reason that says nothing. */
export function checkLacks(lacks: Lacks): void {
  for (const [capability, reason] of Object.entries(lacks)) {
    if (!Object.hasOwn(capabilities, capability)) {
      const known = Object.keys(capabilities).join(', ')
      throw new TypeError(`lacks: '${capability}' is no capability. There are: ${known}.`)
    }
    if (typeof reason !== 'string' || reason.trim() === '') {
      throw new TypeError(`lacks: give the reason why '${capability}' is lacking.`)
    }
  }
}
