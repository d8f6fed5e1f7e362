import { afterEach, describe, expect, test, vi } from 'vitest'
import type { Service } from '../../../src/services/service.ts'
import { serviceUrl } from '../../../src/services/service-url.ts'

const service = (binary: string, start: Service['start']): Service => ({
  name: 'example',
  environmentVariable: 'SESSION_EXAMPLE',
  binaries: [binary],
  debianPackages: ['example'],
  start,
})

describe('serviceUrl', () => {
  afterEach(() => {
    vi.unstubAllEnvs()
  })

  test('is what the environment hands over', async () => {
    vi.stubEnv('SESSION_EXAMPLE', 'example://given')
    const start = vi.fn()
    expect(await serviceUrl(service(process.execPath, start))).toBe('example://given')
    expect(start).not.toHaveBeenCalled()
  })

  test('starts a service once, however many suites ask for it', async () => {
    const start = vi.fn(async () => ({ url: 'example://started', stop: async () => {} }))
    const example = service(process.execPath, start)
    expect(await Promise.all([serviceUrl(example), serviceUrl(example)])).toEqual([
      'example://started',
      'example://started',
    ])
    expect(start).toHaveBeenCalledTimes(1)
  })

  test('is undefined when there is neither a URL nor a binary', async () => {
    expect(await serviceUrl(service('no-such-binary', vi.fn()))).toBeUndefined()
  })
})
