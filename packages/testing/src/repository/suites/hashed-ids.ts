import { expect, test } from 'vitest'
import { EventLog } from '../event-log.ts'
import type { RawStore } from '../raw-store.ts'
import type { RepositoryContract } from '../repository-contract.ts'
import { attributesOf, found, storedSession } from '../stored-session.ts'
import type { TestedSession } from '../tested-repository.ts'

const hashIds = true

export function describeHashedIds({
  open,
  openIndexed,
  openEventful,
  raw,
  testNeeding,
}: RepositoryContract): void {
  test('the store knows a session by its handle', async () => {
    const [here, there] = [await open({ hashIds }), await open({ hashIds })]
    const { id, handle } = await storedSession(here, { a: 1 })
    expect(await raw.keys()).toEqual([handle])
    const session = await found(there, id)
    expect(session.id).toBe(id)
    expect(attributesOf(session)).toEqual({ a: 1 })
    expect(await there.findById(handle), 'the handle opens nothing').toBeUndefined()
  })

  test('no id is ever found in the backend, whatever was done with it', async () => {
    const repository = await open({ hashIds })
    const session = await storedSession(repository)
    const ids = [session.id]
    session.principalName = 'ada'
    await repository.save(session)
    await expectNoId(raw, ids)
    ids.push(session.changeSessionId())
    await repository.save(session)
    await found(repository, session.id, { touch: true })
    await expectNoId(raw, ids)
    await repository.deleteById(session.id)
    await expectNoId(raw, ids)
    expect(await raw.keys()).toEqual([])
  })

  test('a changed id is dead under its hash too', async () => {
    const repository = await open({ hashIds })
    const session = await storedSession(repository)
    const before = session.id
    session.changeSessionId()
    await repository.save(session)
    expect(await repository.findById(before)).toBeUndefined()
    expect(await raw.keys()).toEqual([session.handle])
  })

  testNeeding(
    ['indexes'],
    'a session found by index carries a reference that serves as its id',
    async () => {
      const repository = await openIndexed({ hashIds })
      const saved = repository.createSession()
      saved.principalName = 'ada'
      await repository.save(saved)
      const [[reference, session]] = [...(await repository.findByPrincipalName('ada'))] as [
        [string, TestedSession],
      ]
      expect(reference).toBe(`h~${saved.handle}`)
      expect([session.id, session.handle]).toEqual([reference, saved.handle])

      session.setAttribute('flagged', true)
      await repository.save(session)
      expect((await found(repository, reference)).getAttribute('flagged')).toBe(true)
      expect((await found(repository, saved.id)).getAttribute('flagged')).toBe(true)
      await repository.deleteById(reference)
      expect(await repository.findById(saved.id)).toBeUndefined()
    },
  )

  testNeeding(['indexes'], 'a session found by index can be given a new id', async () => {
    const repository = await openIndexed({ hashIds })
    const saved = repository.createSession()
    saved.principalName = 'ada'
    await repository.save(saved)
    const session = [...(await repository.findByPrincipalName('ada')).values()][0] as TestedSession
    const id = session.changeSessionId()
    await repository.save(session)
    expect((await found(repository, id)).principalName).toBe('ada')
    expect(await repository.findById(saved.id)).toBeUndefined()
    await expectNoId(raw, [saved.id, id])
  })

  testNeeding(
    ['indexes'],
    'the one session that deleteByPrincipalName spares is told by id or by reference',
    async () => {
      const repository = await openIndexed({ hashIds })
      const spared = repository.createSession()
      spared.principalName = 'ada'
      await repository.save(spared)
      for (const except of [spared.id, `h~${spared.handle}`]) {
        const other = repository.createSession()
        other.principalName = 'ada'
        await repository.save(other)
        expect(await repository.deleteByPrincipalName('ada', { except })).toBe(1)
        expect(await raw.keys()).toEqual([spared.handle])
      }
    },
  )

  testNeeding(['events'], 'events name a session by its reference and its handle', async () => {
    const repository = await openEventful({ hashIds })
    const log = await EventLog.of(repository)
    const { id, handle } = await storedSession(repository)
    await repository.deleteById(id)
    for (const name of ['created', 'deleted'] as const) {
      expect((await log.event(name, handle)).sessionId).toBe(`h~${handle}`)
    }
  })

  test('a reference means nothing to a repository that does not hash', async () => {
    const repository = await open()
    const { handle } = await storedSession(repository)
    expect(await repository.findById(`h~${handle}`)).toBeUndefined()
  })
}

/** In none of the forms that an id travels in. */
async function expectNoId(raw: RawStore, ids: readonly string[]): Promise<void> {
  const dump = await raw.dump()
  for (const id of ids) {
    for (const encoding of ['utf8', 'base64', 'base64url', 'hex'] as const) {
      const form = Buffer.from(id).toString(encoding)
      expect(dump.includes(form), `the backend holds the id as ${encoding}`).toBe(false)
    }
  }
}
