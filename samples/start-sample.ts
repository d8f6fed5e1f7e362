import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

export interface RunningSample {
  readonly url: string
  /** Everything printed so far, errors too. */
  printed(): string
  /** Resolves with the exit code once the process has ended. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null>
}

/**
 * A sample as `npm start` runs it: a process of its own, on a free port, for one test.
 *
 * @param test the `import.meta.url` of a file in the sample's folder `test`
 */
export async function startSample(
  test: string,
  environment: Readonly<Record<string, string>>,
): Promise<RunningSample> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/main.ts'], {
    cwd: fileURLToPath(new URL('..', test)),
    env: { ...process.env, ...environment, PORT: '0' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const exit = once(child, 'exit').then(([code]) => code as number | null)
  const end = (signal: NodeJS.Signals): Promise<number | null> => {
    child.kill(signal)
    return exit
  }
  onTestFinished(async () => void (await end('SIGKILL')))

  let printed = ''
  const address = new Promise<string>((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (chunk: string) => {
        printed += chunk
        const [url] = /http:\/\/localhost:\d+/.exec(printed) ?? []
        if (url !== undefined) resolve(url)
      })
    }
  })
  const early = exit.then(() => {
    throw new Error(`It ended early.\n${printed}`)
  })
  return { url: await Promise.race([address, early]), printed: () => printed, end }
}
