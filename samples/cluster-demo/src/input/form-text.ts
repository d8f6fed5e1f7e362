import type { Request } from 'express'
import { InputProblem } from './input-problem.ts'

export interface TextRule {
  readonly field: string
  /** As the visitor knows it, to begin a sentence with. */
  readonly label: string
  /** In characters. */
  readonly longest: number
}

/** Line breaks, controls, half characters, and marks that turn the text of a page around. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}\u2028\u2029\u202A-\u202E\u2066-\u2069]/u

/**
 * One field of a form, trimmed.
 * @throws InputProblem when it is empty, too long or unprintable.
 */
export function formText(request: Request, { field, label, longest }: TextRule): string {
  const sent: unknown = request.body?.[field]
  const text = typeof sent === 'string' ? sent.trim().normalize() : ''
  const problem = (message: string): InputProblem => new InputProblem(field, `${label} ${message}`)
  if (text === '') throw problem('is empty. Type something first.')
  const length = [...text].length
  if (length > longest) throw problem(`has ${length} characters. Use at most ${longest}.`)
  if (UNPRINTABLE.test(text)) throw problem('has characters that cannot be shown. Use plain text.')
  return text
}
