import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { findBinary } from '../../../src/services/find-binary.ts'

describe('findBinary', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'session-find-binary-'))
    for (const name of ['first', 'second', 'usual']) mkdirSync(join(folder, name))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  const place = (path: string, mode = 0o755): string => {
    const file = join(folder, path)
    writeFileSync(file, '')
    chmodSync(file, mode)
    return file
  }
  const find = (...names: string[]): string | undefined =>
    findBinary(names, ['first', 'second'].map((name) => join(folder, name)).join(delimiter), [
      join(folder, 'usual'),
    ])

  test('prefers the earlier name to the earlier folder', () => {
    place('first/server-old')
    const wanted = place('second/server')
    expect(find('server', 'server-old')).toBe(wanted)
  })

  test('looks in the usual folders after PATH', () => {
    const usual = place('usual/server')
    expect(find('server')).toBe(usual)
    const onPath = place('second/server')
    expect(find('server')).toBe(onPath)
  })

  test('passes over files that cannot be executed, and folders', () => {
    place('first/server', 0o644)
    mkdirSync(join(folder, 'second/server'))
    expect(find('server')).toBeUndefined()
  })

  test('takes an absolute path as it is', () => {
    const file = place('elsewhere')
    expect(find('server', file)).toBe(file)
  })
})
