/** One part of `npm run check`. */
export interface Step {
  readonly name: string
  /** Steps without whose result this one means nothing. */
  readonly needs?: readonly string[]
  /** What to do when it fails, as a sentence. */
  readonly remedy: string
  /** Resolves to the problems found; none means that all is well. */
  run(): Promise<readonly string[]>
}

/**
 * Runs the steps in order, one line each, the problems below it. Goes on after a failure, so that one
 * run shows everything, but not with what needs the failed step. Resolves to whether all went well.
 */
export const runSteps = async (
  steps: readonly Step[],
  print: (line: string) => void = console.log,
): Promise<boolean> => {
  const failed = new Set<string>()
  const begin = performance.now()
  for (const { name, needs = [], remedy, run } of steps) {
    const lacking = needs.find((need) => failed.has(need))
    if (lacking) {
      failed.add(name)
      print(`- ${name}: not run, because ${lacking} failed`)
      continue
    }
    const start = performance.now()
    const problems = await run().catch((error: unknown) => [String(error)])
    print(`${problems.length === 0 ? '✓' : '✗'} ${name} (${seconds(start)})`)
    if (problems.length === 0) continue
    failed.add(name)
    for (const problem of problems) print(problem.replace(/^/gm, '    '))
    print(`  To do: ${remedy}`)
  }
  print(
    failed.size === 0
      ? `Everything is in order (${seconds(begin)}).`
      : `Not in order: ${[...failed].join(', ')} (${seconds(begin)}).`,
  )
  return failed.size === 0
}

const seconds = (since: number): string => `${((performance.now() - since) / 1000).toFixed(1)} s`
