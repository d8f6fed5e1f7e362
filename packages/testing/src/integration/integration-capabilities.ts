/** What an integration may lack, each told as what one that has it does. */
export const integrationCapabilities = {
  'error-handler': 'lets the application see errors: calls onError',
  'rejecting-sessions': 'rejects getSession() in the handler when the store fails',
  'late-touch': 'opens a session for the first time after the head of the response has left',
  http1: 'speaks HTTP/1.1, so that a test can count bytes',
} as const

export type IntegrationCapability = keyof typeof integrationCapabilities

/** What an integration lacks, and why. The reason stands beside each test that is skipped. */
export type IntegrationLacks = Partial<Record<IntegrationCapability, string>>

/** @throws TypeError for a capability that does not exist, or a reason that says nothing. */
export function checkIntegrationLacks(lacks: IntegrationLacks): void {
  for (const [capability, reason] of Object.entries(lacks)) {
    if (!Object.hasOwn(integrationCapabilities, capability)) {
      const known = Object.keys(integrationCapabilities).join(', ')
      throw new TypeError(`lacks: '${capability}' is no capability. There are: ${known}.`)
    }
    if (typeof reason !== 'string' || reason.trim() === '') {
      throw new TypeError(`lacks: give the reason why '${capability}' is lacking.`)
    }
  }
}
