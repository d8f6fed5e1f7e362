import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { chromium, chromiumFlags, describeWithService } from '../../../src/services/index.ts'

describeWithService(chromium, 'chromium', (path) => {
  test('renders a page with the flags that are offered, for root too', async () => {
    const profile = mkdtempSync(join(tmpdir(), 'session-chromium-'))
    const page = 'data:text/html,<p id="answer"></p><script>answer.textContent=6*7</script>'
    const args = [...chromiumFlags, `--user-data-dir=${profile}`, '--dump-dom', page]
    try {
      const { stdout } = await promisify(execFile)(path, args)
      expect(stdout).toContain('<p id="answer">42</p>')
    } finally {
      rmSync(profile, { recursive: true, maxRetries: 5 })
    }
  })
})
