import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import { EventLog } from '../event-log.ts'
import type { RepositoryContract } from '../repository-contract.ts'
import { found, storedSession } from '../stored-session.ts'

export function describeSecrets({ open, openEventful, testNeeding }: RepositoryContract): void {
  test('printing a session shows its handle, and neither its id nor a value', async () => {
    const repository = await open()
    const { id } = await storedSession(repository, { card: 'canary-4711' })
    const session = await found(repository, id)
    session.getAttribute('card')
    for (const printed of [
      ...everyWayToPrint(session),
      ...everyWayToPrint({ nested: [session] }),
      inspect(session.attributes),
      JSON.stringify({ session }),
    ]) {
      expect(printed).not.toContain(id)
      expect(printed).not.toContain('canary-4711')
    }
    expect(`${session}`).toContain(session.handle)
  })

  testNeeding(['events'], 'printing an event shows no id', async () => {
    const repository = await openEventful()
    const log = await EventLog.of(repository)
    const session = await storedSession(repository)
    const ids = [session.id, session.changeSessionId()]
    await repository.save(session)
    await repository.deleteById(session.id)
    for (const event of [
      await log.event('id-changed', session.handle),
      await log.event('deleted', session.handle),
    ]) {
      void event.session
      for (const printed of everyWayToPrint(event)) {
        for (const id of ids) expect(printed).not.toContain(id)
      }
    }
  })

  test('no error carries an id or a value', async () => {
    const repository = await open({ idGenerator: () => 'canary-id-that-comes-again-and-again' })
    const session = await storedSession(repository, { card: 'canary-4711' })
    const errors = [
      await storedSession(repository).catch((error: unknown) => error),
      thrownBy(() => session.setAttribute('card', { number: 'canary-4711', at: () => {} })),
      thrownBy(() => session.getRequiredAttribute('missing')),
      await repository
        .deleteById(session.id)
        .then(() => session.setAttribute('card', 'canary-4711 again'))
        .then(() => repository.save(session))
        .catch((error: unknown) => error),
      await (await open()).save(session).catch((error: unknown) => error),
    ]
    for (const error of errors) {
      expect(error).toBeInstanceOf(Error)
      for (const printed of [...everyWayToPrint(error), (error as Error).stack]) {
        expect(printed).not.toContain('canary')
      }
    }
  })
}

const everyWayToPrint = (value: unknown): string[] => [
  String(value),
  JSON.stringify(value),
  inspect(value, { depth: 10, showHidden: true, getters: false }),
]

function thrownBy(action: () => unknown): unknown {
  try {
    return action()
  } catch (error) {
    return error
  }
}
