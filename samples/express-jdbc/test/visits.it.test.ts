import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { TestClient } from '@session/testing'
import { describeWithService, freshDatabase, postgres } from '@session/testing/services'
import { describe, expect, onTestFinished, test } from 'vitest'
import { startSample } from '../../start-sample.ts'
import { openDatabase } from '../src/open-database.ts'

const form = (fields: Record<string, string>): RequestInit => ({
  method: 'POST',
  body: new URLSearchParams(fields),
})

/** The same on every database: only its URL differs. */
const describeVisits = (emptyDatabase: () => Promise<string>): void => {
  const start = async (database: string): Promise<string> =>
    (await startSample(import.meta.url, { DATABASE_URL: database })).url

  test('two processes share a visitor’s session from the first visit to the logout', async () => {
    const database = await emptyDatabase()
    const [one, other] = await Promise.all([start(database), start(database)])
    const browser = new TestClient('http://localhost') // its cookies know no ports
    const name = randomUUID()

    expect((await browser.get(`${one}/`)).text).toBe('Hello whoever you are, visit 1.\n')
    expect((await browser.get(`${other}/`)).text).toBe('Hello whoever you are, visit 2.\n')
    const anonymous = browser.jar.get('SESSION')
    expect((await browser.get(`${one}/login`, form({ name }))).status).toBe(303)
    const loggedIn = browser.jar.get('SESSION')
    expect(loggedIn).not.toBe(anonymous)
    expect((await browser.get(`${other}/`)).text).toBe(`Hello ${name}, visit 3.\n`)

    await browser.get(`${other}/logout`, { method: 'POST' })
    expect(browser.jar.size).toBe(0)
    for (const dead of [anonymous, loggedIn]) {
      const answer = await fetch(`${one}/`, { headers: { cookie: `SESSION=${dead}` } })
      expect(await answer.text()).toBe('Hello whoever you are, visit 1.\n')
    }
  })

  test('a session outlives the process that made it', async () => {
    const database = await emptyDatabase()
    const doomed = await startSample(import.meta.url, { DATABASE_URL: database })
    const visitor = new TestClient(doomed.url)
    await visitor.get('/')
    await doomed.end('SIGKILL')
    const next = await start(database)
    const cookie = `SESSION=${visitor.jar.get('SESSION')}`
    const answer = await fetch(next, { headers: { cookie } })
    expect(await answer.text()).toContain('visit 2.')
  })

  test('finds a user’s sessions, which are rows of a table', async () => {
    const database = await emptyDatabase()
    const origin = await start(database)
    const name = randomUUID()
    const browsers = [new TestClient(origin), new TestClient(origin)]
    for (const browser of browsers) await browser.get('/login', form({ name }))
    const found = await browsers[0]?.get('/sessions')
    expect(JSON.parse(found?.text ?? '')).toHaveLength(2)

    const knex = openDatabase(database)
    onTestFinished(() => knex.destroy())
    const rows = await knex('spring_session').where({ principal_name: name })
    expect(rows).toHaveLength(2)
  })

  test('ends cleanly when it is asked to', async () => {
    const sample = await startSample(import.meta.url, { DATABASE_URL: await emptyDatabase() })
    await fetch(sample.url)
    expect(await sample.end('SIGTERM')).toBe(0)
  })
}

describe('the sample express-jdbc on SQLite', () => {
  describeVisits(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'session-express-jdbc-'))
    onTestFinished(() => rm(folder, { recursive: true, force: true }))
    return `sqlite:${join(folder, 'sessions.db')}`
  })
})

describeWithService(postgres, 'the sample express-jdbc on PostgreSQL', (url) => {
  describeVisits(async () => {
    const database = await freshDatabase(url)
    onTestFinished(() => database.drop())
    return database.url
  })
})
