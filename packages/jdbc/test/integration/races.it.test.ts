import { describeWithService, freshDatabase, postgres } from '@session/testing/services'
import type { Knex } from 'knex'
import { afterAll, expect, test, vi } from 'vitest'
import { closedAfterAll, stored } from '../open-repository.ts'

describeWithService(postgres, 'steps that meet on one row of PostgreSQL', async (url) => {
  const { connect, open } = closedAfterAll()
  const database = await freshDatabase(url)
  afterAll(() => database.drop())
  const knex = connect(database.url)
  const repository = open(connect(database.url))

  /** Another writer, in the midst of its transaction, that has the session's row. */
  async function otherWriter(id: string): Promise<Knex.Transaction> {
    const other = await knex.transaction()
    await other.raw(
      'UPDATE SPRING_SESSION SET LAST_ACCESS_TIME = LAST_ACCESS_TIME + 1 WHERE SESSION_ID = ?',
      [id],
    )
    return other
  }

  const setByOther = (other: Knex.Transaction, id: string, name: string): Promise<unknown> =>
    Promise.resolve(
      other.raw(
        `INSERT INTO SPRING_SESSION_ATTRIBUTES SELECT PRIMARY_ID, ?, '"theirs"' FROM SPRING_SESSION
        WHERE SESSION_ID = ?`,
        [name, id],
      ),
    )

  /** Until somebody waits for a lock: the step has begun, and sees the state before the commit. */
  const untilBlocked = (): Promise<void> =>
    vi.waitFor(async () => {
      const { rows } = await knex.raw(
        "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()",
      )
      expect(rows).toHaveLength(1)
    })

  test('a read waits for no writer, and shows the state before it', async () => {
    const { id } = await stored(repository)
    const other = await otherWriter(id)
    await setByOther(other, id, 'passing')
    const session = await repository.findById(id, { touch: true })
    expect(session?.attributeNames).toEqual(['name'])
    await other.rollback()
  })

  test('an end gives the last state of all, and is given to one', async () => {
    const { id, handle } = await stored(repository)
    const ends: unknown[] = []
    const off = repository.on('deleted', (event) => {
      if (event.handle === handle) ends.push(event.session?.attributeNames)
    })
    await repository.ready()
    const other = await otherWriter(id)
    await setByOther(other, id, 'last')
    const removals = [repository.deleteById(id), repository.deleteById(id)]
    await vi.waitFor(async () => {
      const { rows } = await knex.raw(
        "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()",
      )
      expect(rows).toHaveLength(2)
    })
    await other.commit()
    await Promise.all(removals)
    await vi.waitFor(() => expect(ends).toHaveLength(1))
    expect(ends[0]).toEqual(expect.arrayContaining(['last', 'name']))
    off()
  })

  test('an attribute that is removed is gone, though another writer put it back meanwhile', async () => {
    const session = await stored(repository, { kept: 1, passing: 2 })
    const [{ primary_id: primaryId }] = (
      await knex.raw('SELECT PRIMARY_ID FROM SPRING_SESSION WHERE SESSION_ID = ?', [session.id])
    ).rows
    // Another removes it; a third puts it back while the save below waits.
    await knex.raw(
      "DELETE FROM SPRING_SESSION_ATTRIBUTES WHERE SESSION_PRIMARY_ID = ? AND ATTRIBUTE_NAME = 'passing'",
      [primaryId],
    )
    const other = await otherWriter(session.id)
    await setByOther(other, session.id, 'passing')
    session.removeAttribute('passing')
    const saved = repository.save(session)
    await untilBlocked()
    await other.commit()
    await saved
    expect((await repository.findById(session.id))?.attributeNames).toEqual(['kept'])
  })

  test('a save that waited for the end of its session is refused, and brings nothing back', async () => {
    const session = await stored(repository)
    const other = await knex.transaction()
    await other.raw('DELETE FROM SPRING_SESSION WHERE SESSION_ID = ?', [session.id])
    session.setAttribute('late', true)
    const saved = repository.save(session).catch((error: unknown) => error)
    await untilBlocked()
    await other.commit()
    expect(await saved).toMatchObject({ code: 'SESSION_GONE' })
    expect(await repository.findById(session.id)).toBeUndefined()
  })

  test('a save that is given up is given up by the server, too', async () => {
    const hurried = open(connect(database.url), { storeTimeout: '150ms' })
    const session = await stored(hurried)
    const other = await otherWriter(session.id)
    session.setAttribute('late', true)
    await expect(hurried.save(session)).rejects.toMatchObject({ code: 'STORE_TIMEOUT' })
    await vi.waitFor(async () => {
      const { rows } = await knex.raw(
        "SELECT 1 FROM pg_stat_activity WHERE state = 'active' AND wait_event_type = 'Lock' AND datname = current_database()",
      )
      expect(rows).toEqual([])
    })
    await other.commit()
    expect((await hurried.findById(session.id))?.attributeNames).toEqual(['name'])
  })

  test('a sweep passes over a row that somebody holds, and takes the others', async () => {
    const held = await stored(repository)
    const free = await stored(repository)
    await knex.raw('UPDATE SPRING_SESSION SET EXPIRY_TIME = 1 WHERE SESSION_ID IN (?, ?)', [
      held.id,
      free.id,
    ])
    const other = await otherWriter(held.id)
    expect(await repository.cleanUpExpiredSessions()).toBe(1)
    await other.rollback()
    expect(await repository.cleanUpExpiredSessions()).toBe(1)
  })

  test('a deadlock with another writer is resolved by trying again', async () => {
    const [first, second] = [await stored(repository), await stored(repository)]
    // The save holds the row of `second` by its trigger before it asks for the one of `first`.
    await knex.raw(`CREATE FUNCTION crosswise() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      PERFORM 1 FROM SPRING_SESSION WHERE SESSION_ID = '${first.id}' FOR UPDATE; RETURN NEW; END $$`)
    await knex.raw(`CREATE TRIGGER crosswise AFTER UPDATE ON SPRING_SESSION FOR EACH ROW
      WHEN (NEW.SESSION_ID = '${second.id}') EXECUTE FUNCTION crosswise()`)
    const other = await knex.transaction()
    await other.raw("SET LOCAL deadlock_timeout = '10s'")
    await other.raw('SELECT 1 FROM SPRING_SESSION WHERE SESSION_ID = ? FOR UPDATE', [first.id])
    second.setAttribute('a', 1)
    const saved = repository.save(second)
    await untilBlocked()
    const crossing = other.raw('SELECT 1 FROM SPRING_SESSION WHERE SESSION_ID = ? FOR UPDATE', [
      second.id,
    ])
    await crossing
    await other.commit()
    await saved
    await knex.raw('DROP TRIGGER crosswise ON SPRING_SESSION')
    expect((await repository.findById(second.id))?.getAttribute('a')).toBe(1)
  })
})
