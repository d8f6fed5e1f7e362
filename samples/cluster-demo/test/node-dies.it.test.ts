import { chromium, chromiumFlags, describeWithService, redis } from '@session/testing/services'
import { chromium as browsers } from 'playwright-core'
import { test } from 'vitest'
import { startDemo } from '../src/start-demo.ts'
import { storeNamed } from '../src/stores/index.ts'

describeWithService(redis, 'a node that dies', () => {
  describeWithService(chromium, 'in a browser', (executablePath) => {
    test('an open page says whom it waits for, and hears of events again', async () => {
      const demo = await startDemo({ store: storeNamed('redis'), port: 0 })
      const browser = await browsers.launch({ executablePath, args: [...chromiumFlags] })
      try {
        const page = await browser.newPage()
        await page.goto(`http://127.0.0.1:${demo.port}/`)
        await page.getByLabel('Your name').fill('ada')
        await page.getByRole('button', { name: 'Log in' }).click()
        await page.getByText('● live').waitFor()
        const [a] = demo.nodes
        process.kill(a?.pid as number, 'SIGKILL')
        await page.getByText('○ waiting for A').waitFor()
        await page.getByText('● live').waitFor()
      } finally {
        await browser.close()
        await demo.stop()
      }
    })
  })
})
