import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { platform } from 'node:os'
import { expect, test } from 'vitest'
import { FamilyCpuTime } from '../src/databases/family-cpu-time.ts'

test.runIf(platform() === 'linux')(
  'the time of a family never goes down, though its members end',
  async () => {
    const time = new FamilyCpuTime(process.pid)
    const before = time.read()
    const child = spawn(process.execPath, ['--eval', 'process.stdin.resume()'], {
      stdio: ['pipe', 'ignore', 'inherit'],
    })
    await expect.poll(() => time.read()).toBeGreaterThan(before + 10_000)
    const whileItRan = time.read()
    child.stdin?.end()
    await once(child, 'exit')
    expect(time.read()).toBeGreaterThanOrEqual(whileItRan)
  },
)
