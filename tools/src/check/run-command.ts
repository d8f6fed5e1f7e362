import { execFile } from 'node:child_process'
import { delimiter, join } from 'node:path'

/** Where and with what a command runs. */
export interface CommandOptions {
  readonly folder: string
  readonly environment?: NodeJS.ProcessEnv
}

/** Runs a command quietly. Resolves to what it printed, as a problem, when it failed. */
export const runCommand = (
  command: string,
  args: readonly string[],
  { folder, environment = process.env }: CommandOptions,
): Promise<readonly string[]> =>
  new Promise((resolve) => {
    const bin = join(folder, 'node_modules', '.bin')
    const env = { ...environment, NO_COLOR: '1', PATH: `${bin}${delimiter}${environment.PATH}` }
    execFile(
      command,
      args,
      { cwd: folder, env, maxBuffer: 64 * 1024 * 1024 },
      (error, stdout, stderr) => {
        if (!error) return resolve([])
        const output = `${stdout}${stderr}`.trim()
        resolve([`${command} ${args.join(' ')}`, output || error.message])
      },
    )
  })
