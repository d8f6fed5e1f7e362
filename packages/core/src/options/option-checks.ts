import { InvalidOptionError } from '../errors/invalid-option-error.ts'

/** @throws InvalidOptionError naming the option, the value and what is allowed. */
export function oneOf<T extends string>(option: string, value: T, allowed: readonly T[]): T {
  if (allowed.includes(value)) return value
  const choices = allowed.map((choice) => `'${choice}'`).join(', ')
  throw new InvalidOptionError(option, value, `Use one of ${choices}.`)
}

export function flag(option: string, value: boolean): boolean {
  if (typeof value === 'boolean') return value
  throw new InvalidOptionError(option, value, 'Use true or false.')
}

export function callable<T>(option: string, value: T): T {
  if (typeof value === 'function') return value
  throw new InvalidOptionError(option, value, 'Pass a function.')
}

/** An object that must have certain methods, whoever made it. */
export function withMethods<T extends object>(
  option: string,
  value: T,
  names: readonly (keyof T)[],
  remedy = 'Pass an object that has it.',
): T {
  const missing = names.find((name) => typeof value?.[name] !== 'function')
  if (missing === undefined) return value
  throw new InvalidOptionError(option, value, `It lacks the method '${String(missing)}'. ${remedy}`)
}
