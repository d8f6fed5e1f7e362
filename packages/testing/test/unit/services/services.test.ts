import { readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import * as exported from '../../../src/services/index.ts'

const folder = new URL('../../../src/services/', import.meta.url)

describe('the list of services', () => {
  test('holds every service that is exported, under a name and a variable of its own', () => {
    const { services } = exported
    const all = Object.values(exported).filter(
      (value) => typeof value === 'object' && 'environmentVariable' in value,
    )
    expect(new Set(services)).toEqual(new Set(all))
    expect(new Set(services.map(({ name }) => name)).size).toBe(services.length)
    expect(new Set(services.map((one) => one.environmentVariable)).size).toBe(services.length)
  })

  test('names each service like its file', () => {
    const files = readdirSync(folder)
    for (const { name, environmentVariable, debianPackages } of exported.services) {
      expect(files).toContain(`${name}.ts`)
      expect(environmentVariable).toMatch(/^SESSION_[A-Z_]+$/)
      expect(debianPackages).not.toEqual([])
    }
  })
})
