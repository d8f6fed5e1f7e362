import { InvalidOptionError } from '@session/core'
import { parseStatement, type Statement } from '../database/statement.ts'
import type { StatementChanges } from '../jdbc-repository-options.ts'

/**
 * The statements of a dialect, after the user's changes.
 * @throws InvalidOptionError for a name that there is not, and for a result without text
 */
export function changedStatements(
  texts: Readonly<Record<string, string>>,
  changes: StatementChanges = {},
): Readonly<Record<string, Statement>> {
  for (const [name, change] of Object.entries(changes)) {
    if (Object.hasOwn(texts, name) && typeof change === 'function') continue
    const names = Object.keys(texts).join(', ')
    throw new InvalidOptionError('statements', name, `Give functions by these names: ${names}.`)
  }
  return Object.fromEntries(
    Object.entries(texts).map(([name, text]) => {
      const change = changes[name]
      return [name, parseStatement(change === undefined ? text : changed(name, change(text)))]
    }),
  )
}

function changed(name: string, text: unknown): string {
  if (typeof text === 'string' && text.trim() !== '') return text
  throw new InvalidOptionError(`statements.${name}`, text, 'Return the SQL to be sent.')
}
