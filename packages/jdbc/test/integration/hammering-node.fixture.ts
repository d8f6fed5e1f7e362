import { JdbcIndexedSessionRepository } from '../../src/index.ts'
import { knexFor } from '../knex-for.ts'

/**
 * A node in a process of its own. It writes attributes of its own into one session, `<name>:<n>`, and
 * tells of each once it is saved; beside that it makes, renames and ends sessions that nobody else
 * knows. It goes on until it is told to stop, or killed.
 */
const [url = '', name = '', id = '', count = ''] = process.argv.slice(2)
const knex = knexFor(url)
const sessions = new JdbcIndexedSessionRepository<Record<string, unknown>>(knex, {
  storeTimeout: '10s',
  cleanupInterval: false,
  touchInterval: 0,
})
for (let n = 0; n < Number(count); n++) {
  const shared = await sessions.findById(id, { touch: true })
  if (shared === undefined) throw new Error('The session that all write to is gone.')
  shared.setAttribute(`${name}:${n}`, n)
  if (n > 0) shared.removeAttribute(`${name}:${n - 1}:passing`)
  shared.setAttribute(`${name}:${n}:passing`, n)
  await sessions.save(shared)
  process.send?.({ saved: `${name}:${n}` })

  const own = sessions.createSession()
  own.principalName = name
  own.setAttribute('n', n)
  await sessions.save(own)
  own.changeSessionId()
  await sessions.save(own)
  process.send?.({ made: own.id })
  if (n % 2 === 0) {
    await sessions.deleteById(own.id)
    process.send?.({ ended: own.id })
  }
}
await sessions.close()
await knex.destroy()
process.disconnect?.()
