import type { Session } from '@session/core'
import { InputProblem } from './input-problem.ts'

/** Visitors choose names: behind a prefix they reach no attribute that the application relies on. */
const PREFIX = 'visitor:'
const MOST = 12

export interface VisitorAttribute {
  readonly name: string
  readonly text: string
  /** The node that stored it. */
  readonly writtenBy: string
}

export function visitorAttributes(session: Session): VisitorAttribute[] {
  return session.attributeNames
    .filter((name) => name.startsWith(PREFIX))
    .sort()
    .map((name) => {
      const { text = '', writtenBy = '' } = session.getAttribute(name) as Partial<VisitorAttribute>
      return { name: name.slice(PREFIX.length), text, writtenBy }
    })
}

/** @throws InputProblem when the session holds enough already. */
export function putVisitorAttribute(session: Session, attribute: VisitorAttribute): void {
  const { name, text, writtenBy } = attribute
  const present = session.attributeNames.filter((known) => known.startsWith(PREFIX))
  if (present.length >= MOST && !present.includes(PREFIX + name)) {
    throw new InputProblem(
      'attribute',
      `A session of this demo holds ${MOST} attributes. Remove one first.`,
    )
  }
  session.setAttribute(PREFIX + name, { text, writtenBy })
}

export const removeVisitorAttribute = (session: Session, name: string): void =>
  session.removeAttribute(PREFIX + name)
