import { describe, expect, test } from 'vitest'
import { runSteps, type Step } from '../../src/check/step.ts'

const step = (name: string, problems: readonly string[] = [], needs: string[] = []): Step => ({
  name,
  needs,
  remedy: `repair ${name}.`,
  run: async () => problems,
})

const run = async (...steps: Step[]): Promise<{ ok: boolean; lines: string[] }> => {
  const lines: string[] = []
  const ok = await runSteps(steps, (line) => lines.push(line.replace(/\d+\.\d s/, '0.0 s')))
  return { ok, lines }
}

describe('runSteps', () => {
  test('prints one line a step, and the total', async () => {
    expect(await run(step('lint'), step('types'))).toEqual({
      ok: true,
      lines: ['✓ lint (0.0 s)', '✓ types (0.0 s)', 'Everything is in order (0.0 s).'],
    })
  })

  test('prints the problems and what to do, and goes on with the other steps', async () => {
    expect(await run(step('lint', ['a.ts\nline 2', 'b.ts']), step('types'))).toEqual({
      ok: false,
      lines: [
        '✗ lint (0.0 s)',
        '    a.ts\n    line 2',
        '    b.ts',
        '  To do: repair lint.',
        '✓ types (0.0 s)',
        'Not in order: lint (0.0 s).',
      ],
    })
  })

  test('does not run what needs a failed step, nor what needs that', async () => {
    const { ok, lines } = await run(
      step('build', ['broken']),
      step('packages', [], ['build']),
      step('consumer', [], ['packages']),
    )
    expect(ok).toBe(false)
    expect(lines).toContain('- packages: not run, because build failed')
    expect(lines).toContain('- consumer: not run, because packages failed')
  })

  test('takes a step that throws as failed', async () => {
    const broken: Step = {
      ...step('build'),
      run: async () => {
        throw new Error('no compiler')
      },
    }
    const { ok, lines } = await run(broken)
    expect(ok).toBe(false)
    expect(lines).toContain('    Error: no compiler')
  })
})
