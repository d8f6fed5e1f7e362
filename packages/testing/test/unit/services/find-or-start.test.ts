import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { findOrStart } from '../../../src/services/find-or-start.ts'
import type { RunningService, Service } from '../../../src/services/service.ts'

describe('findOrStart', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'session-find-or-start-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  /** A service whose URL is the binary it was started with. */
  const service = (name: string): Service => ({
    name,
    environmentVariable: 'SESSION_FAKE',
    binaries: [name],
    debianPackages: [`${name}-server`, `${name}-tools`],
    start: async (binary) => ({ url: binary, stop: async () => {} }),
  })
  const script = (name: string, text: string): string => {
    const file = join(folder, name)
    writeFileSync(file, `#!/bin/sh\n${text}\n`)
    chmodSync(file, 0o755)
    return file
  }
  const environment = (more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv => ({
    PATH: `${folder}:${process.env.PATH}`,
    ...more,
  })

  test('takes the URL in the environment before any binary', async () => {
    script('fakedb', '')
    const found = await findOrStart(service('fakedb'), {
      install: true,
      environment: environment({ SESSION_FAKE: 'fake://elsewhere' }),
    })
    expect((found as RunningService).url).toBe('fake://elsewhere')
    await (found as RunningService).stop()
  })

  test('starts the binary when the variable is empty', async () => {
    const binary = script('fakedb', '')
    const found = await findOrStart(service('fakedb'), {
      install: false,
      environment: environment({ SESSION_FAKE: '' }),
    })
    expect((found as RunningService).url).toBe(binary)
  })

  test('says what is missing and the command that gets it, and installs nothing unasked', async () => {
    script('apt-get', `touch ${folder}/called`)
    const found = await findOrStart(service('nosuchdb'), {
      install: false,
      environment: environment(),
    })
    expect(found).toEqual({
      missing: 'nosuchdb was not found.',
      remedy: expect.stringMatching(/^(sudo )?apt-get install -y nosuchdb-server nosuchdb-tools$/),
    })
    expect(existsSync(join(folder, 'called'))).toBe(false)
  })

  test('installs the packages, after one update, and starts what they brought', async () => {
    const log = join(folder, 'log')
    script('sudo', '[ "$2" = true ] || { shift; exec "$@"; }')
    script(
      'apt-get',
      `echo "$DEBIAN_FRONTEND $*" >> ${log}
       case "$*" in *-server*) name=\${*##* }; name=\${name%-tools}
         printf '#!/bin/sh\\n' > ${folder}/$name; chmod +x ${folder}/$name;; esac`,
    )
    const options = { install: true, environment: environment() }
    const found = await Promise.all([
      findOrStart(service('fakeone'), options),
      findOrStart(service('faketwo'), options),
    ])
    expect(found.map((one) => (one as RunningService).url)).toEqual([
      join(folder, 'fakeone'),
      join(folder, 'faketwo'),
    ])
    expect(readFileSync(log, 'utf8').trim().split('\n')).toEqual([
      'noninteractive update -qq',
      'noninteractive install -y -qq --no-install-recommends fakeone-server fakeone-tools',
      'noninteractive install -y -qq --no-install-recommends faketwo-server faketwo-tools',
    ])
  })

  test('tells why an installation failed', async () => {
    script('sudo', '[ "$2" = true ] || { shift; exec "$@"; }')
    script('apt-get', 'echo "E: Unable to locate package nosuchdb-server" >&2; exit 100')
    const found = await findOrStart(service('nosuchdb'), {
      install: true,
      environment: environment(),
    })
    expect(found).toMatchObject({
      missing:
        'nosuchdb was not found. apt-get failed: E: Unable to locate package nosuchdb-server',
    })
  })

  test('removes the folder of a service that does not start', async () => {
    script('fakedb', '')
    let made = ''
    const failing: Service = {
      ...service('fakedb'),
      start: async (_binary, context) => {
        made = context.folder()
        writeFileSync(join(made, 'data'), '')
        throw new Error('no space left')
      },
    }
    await expect(
      findOrStart(failing, { install: false, environment: environment() }),
    ).rejects.toThrow('no space left')
    expect(made).not.toBe('')
    expect(existsSync(made)).toBe(false)
  })
})
