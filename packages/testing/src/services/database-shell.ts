import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { mariadbShell } from './mariadb-shell.ts'
import { psql } from './psql.ts'
import type { Service } from './service.ts'
import { findForTests } from './service-url.ts'
import { sqliteShell } from './sqlite-shell.ts'

/**
 * Runs SQL as a person would: by `psql`, `mariadb` or `sqlite3`, which get it on their standard
 * input. Stops at the first statement that fails, and rejects with what the shell said.
 *
 * @param url `postgres://…`, `mysql://…`, or the path of a SQLite file
 * @returns what the shell printed: rows without headings, one a line
 */
export const runInShell = async (url: string, sql: string): Promise<string> => {
  const { shell, args } = shellFor(url)
  const found = await findForTests(shell)
  if ('missing' in found) throw new Error(`${found.missing} Get it: ${found.remedy}`)
  const child = spawn(found.url, args, { stdio: ['pipe', 'pipe', 'pipe'] })
  // A shell that stops at a statement does not read the rest.
  child.stdin.on('error', () => {})
  child.stdin.end(sql)
  const [output, errors, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number | null]>,
  ])
  if (code !== 0) throw new Error(`${shell.name} ended with ${code}.\n${errors.trim()}`)
  return output.trim()
}

interface ShellCall {
  readonly shell: Service
  readonly args: readonly string[]
}

const shellFor = (url: string): ShellCall => {
  if (url.startsWith('postgres'))
    return { shell: psql, args: ['-X', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1', url] }
  if (url.startsWith('mysql:')) return { shell: mariadbShell, args: mariadbArgs(new URL(url)) }
  return { shell: sqliteShell, args: ['-batch', '-bail', url] }
}

const mariadbArgs = ({ hostname, port, username, password, pathname }: URL): readonly string[] => [
  '--no-defaults',
  '--skip-column-names',
  '--default-character-set=utf8mb4',
  `--host=${hostname}`,
  `--port=${port || 3306}`,
  `--user=${decodeURIComponent(username)}`,
  ...(password ? [`--password=${decodeURIComponent(password)}`] : []),
  pathname.slice(1),
]
