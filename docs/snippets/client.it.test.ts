import { TestClient } from '@session/testing'
import { afterAll, expect, test } from 'vitest'
import { runSnippet } from './run-snippet.ts'

const { origin, close } = await runSnippet(() => import('./quick-start.ts'))
afterAll(close)

// #region client
test('visits are counted for each visitor', async () => {
  const [alice, bob] = [new TestClient(origin), new TestClient(origin)]
  expect((await alice.get('/')).setCookies).toHaveLength(1)
  expect((await alice.get('/')).text).toBe('Visit 2\n')
  expect((await bob.get('/')).text).toBe('Visit 1\n')
})
// #endregion client
