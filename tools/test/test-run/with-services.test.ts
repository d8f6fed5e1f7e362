import type { Service } from '@session/testing/services'
import { describe, expect, test, vi } from 'vitest'
import { withServices } from '../../src/test-run/with-services.ts'

const service = (name: string, start: Service['start'], stopped: string[] = []): Service => ({
  name,
  environmentVariable: `SESSION_${name.toUpperCase()}`,
  binaries: [process.execPath],
  debianPackages: [],
  start: async (binary, context) => {
    const running = await start(binary, context)
    return { ...running, stop: async () => void stopped.push(name) }
  },
})
const startAt = (url: string) => async () => ({ url, stop: async () => {} })

describe('withServices', () => {
  test('hands the URLs over in the environment, and stops the services afterwards', async () => {
    const stopped: string[] = []
    const services = [
      service('one', startAt('one://here'), stopped),
      service('two', startAt('two://here'), stopped),
    ]
    const seen = await withServices(services, { KEPT: 'yes' }, async (environment) => {
      expect(stopped).toEqual([])
      return environment
    })
    expect(seen).toEqual({ KEPT: 'yes', SESSION_ONE: 'one://here', SESSION_TWO: 'two://here' })
    expect(stopped).toEqual(['one', 'two'])
  })

  test('stops them when the tests throw', async () => {
    const stopped: string[] = []
    const failure = withServices([service('one', startAt('x:'), stopped)], {}, async () => {
      throw new Error('the tests failed')
    })
    await expect(failure).rejects.toThrow('the tests failed')
    expect(stopped).toEqual(['one'])
  })

  test('stops the others, and fails, when one does not start', async () => {
    const stopped: string[] = []
    const broken = service('two', async () => {
      throw new Error('the port was taken')
    })
    const use = vi.fn()
    await expect(
      withServices([service('one', startAt('x:'), stopped), broken], {}, use),
    ).rejects.toThrow('the port was taken')
    expect(use).not.toHaveBeenCalled()
    expect(stopped).toEqual(['one'])
  })
})
