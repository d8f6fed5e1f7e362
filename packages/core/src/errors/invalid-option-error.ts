import { SessionError } from './session-error.ts'

/** An option, or an argument of a call, is out of range. The message names it, its value and the remedy. */
export class InvalidOptionError extends SessionError {
  override readonly code = 'INVALID_OPTION'

  constructor(option: string, value: unknown, remedy: string) {
    super(`${option}: ${show(value)} is not valid. ${remedy}`)
  }
}

const show = (value: unknown): string => {
  if (typeof value === 'string') return `'${value}'`
  if (typeof value === 'function') return 'a function'
  if (typeof value === 'object' && value !== null)
    return Array.isArray(value) ? 'an array' : 'an object'
  return String(value)
}
