import { chromium, chromiumFlags, describeWithService } from '@session/testing/services'
import {
  type Browser,
  type BrowserContextOptions,
  chromium as browsers,
  type Page,
} from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type Demo, startDemo } from '../src/start-demo.ts'
import { mapStore } from '../src/stores/map.ts'
import { FakeClock } from './fake-clock.ts'

describeWithService(chromium, 'the demo in a browser', (executablePath) => {
  let browser: Browser
  let demo: Demo
  const clock = new FakeClock()
  const complaints: string[] = []

  beforeAll(async () => {
    demo = await startDemo({
      store: mapStore,
      port: 0,
      clock,
      times: { cleanupInterval: '50ms' },
    })
    browser = await browsers.launch({ executablePath, args: [...chromiumFlags] })
  })

  afterAll(async () => {
    await browser?.close()
    await demo?.stop()
  })

  afterEach(async () => {
    await Promise.all(browser.contexts().map((context) => context.close()))
    expect(complaints.splice(0)).toEqual([])
  })

  const openPage = async (options: BrowserContextOptions = {}): Promise<Page> => {
    const context = await browser.newContext(options)
    const page = await context.newPage()
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
    page.on('pageerror', (error) => complaints.push(error.message))
    await page.goto(`http://127.0.0.1:${demo.port}/`)
    return page
  }

  const logIn = async (page: Page, name: string): Promise<void> => {
    await page.getByLabel('Your name').fill(name)
    await page.getByRole('button', { name: 'Log in' }).click()
    await page.getByRole('heading', { level: 1, name: `Hello, ${name}` }).waitFor()
  }

  const askAgain = (page: Page): Promise<void> =>
    page.getByRole('link', { name: 'Ask again' }).click()
  const nodeOf = (page: Page): Promise<string | null> =>
    page.locator('html').getAttribute('data-node')
  const nextNode = async (page: Page): Promise<string | null> => {
    await page.reload()
    return nodeOf(page)
  }
  const sessionRows = (page: Page) => page.locator('[data-sessions] > li')
  const isLive = (page: Page): Promise<void> => page.getByText('● live').waitFor()

  test('a login at one node is a login at both', async () => {
    const page = await openPage()
    await logIn(page, 'ada')
    const first = await nodeOf(page)
    await expect.poll(() => nextNode(page)).not.toBe(first)
    await page.getByRole('heading', { level: 1, name: 'Hello, ada' }).waitFor()
  })

  test('a session is seen and ended from another browser', async () => {
    const laptop = await openPage()
    const phone = await openPage({ userAgent: 'Mozilla/5.0 (iPhone) Mobile/15E148 Safari/604.1' })
    await logIn(laptop, 'grace')
    await isLive(laptop)
    await logIn(phone, 'grace')
    await isLive(phone)
    await laptop.getByText('There is news').waitFor()

    await askAgain(laptop)
    const other = sessionRows(laptop).filter({ hasText: 'Safari on iPhone' })
    await other.waitFor()
    expect(await sessionRows(laptop).count()).toBe(2)
    expect(await sessionRows(laptop).filter({ hasText: 'this browser' }).count()).toBe(1)

    await other.getByRole('button').click()
    await phone.getByText('This session has just ended.').waitFor()
    await expect.poll(() => sessionRows(laptop).count()).toBe(1)

    await askAgain(phone)
    await phone.getByText('Your last session has ended').waitFor()
    expect(await phone.getByRole('heading', { level: 1 }).textContent()).toBe('Hello')
  })

  test('each event arrives from both nodes, and is local on one of them', async () => {
    const page = await openPage()
    await logIn(page, 'edsger')
    await isLive(page)
    await logIn(await openPage(), 'edsger')
    const rows = page.locator('[data-events] > li').filter({ hasText: 'created' })
    await expect.poll(() => rows.count()).toBe(2)
    for (const row of await rows.all()) {
      const heard = row.locator('.heard i')
      await expect
        .poll(async () => (await heard.allTextContents()).sort())
        .toEqual(['local', 'remote'])
    }
  })

  test('ends all other sessions, and keeps this one', async () => {
    const page = await openPage()
    const others = [await openPage(), await openPage()]
    for (const each of [page, ...others]) await logIn(each, 'barbara')
    await askAgain(page)
    await page.getByRole('button', { name: 'End all others' }).click()
    await expect.poll(() => sessionRows(page).count()).toBe(1)
    for (const other of others) await other.getByText('This session has just ended.').waitFor()
    await page.getByRole('heading', { level: 1, name: 'Hello, barbara' }).waitFor()
  })

  test('an attribute stored by one node is shown and removed by the other', async () => {
    const page = await openPage()
    await page.getByLabel('Attribute', { exact: true }).fill('colour')
    await page.getByLabel('Value', { exact: true }).fill('<b>green</b> & "blue"')
    await page.getByRole('button', { name: 'Add' }).click()
    const row = page.locator('[data-attribute="colour"]')
    await row.getByText('<b>green</b> & "blue"').waitFor()
    const writer = /written by node (\w)/.exec((await row.textContent()) ?? '')?.[1]

    await expect.poll(() => nextNode(page)).not.toBe(writer)
    await row.getByText('<b>green</b> & "blue"').waitFor()
    await row.getByRole('button', { name: 'Remove colour' }).click()
    await page.getByText('None yet.').waitFor()
  })

  test('counts down, and tells of the session that expired', async () => {
    const page = await openPage()
    await logIn(page, 'alan')
    await isLive(page)
    const left = page.locator('[data-left]')
    const first = await left.textContent()
    expect(first).toMatch(/^[12]:\d\d$/)
    await expect.poll(() => left.textContent()).not.toBe(first)

    clock.advance(120_000)
    await page.getByText('This session has just ended.').waitFor()
    await page.locator('[data-events] > li').filter({ hasText: 'expired' }).waitFor()
    await page.getByRole('link', { name: 'See what is left' }).click()
    await page.getByText('Your last session has ended').waitFor()
  })

  test.each([
    { width: 390, height: 844 },
    { width: 320, height: 568 },
    { width: 1280, height: 800 },
  ])('fits into $width × $height and does not move while it loads', async (viewport) => {
    const page = await openPage({ viewport })
    await logIn(page, 'W'.repeat(40))
    await page.getByLabel('Attribute', { exact: true }).fill('M'.repeat(30))
    await page.getByLabel('Value', { exact: true }).fill('W'.repeat(200))
    await page.getByRole('button', { name: 'Add' }).click()
    await page.locator('[data-attribute]').waitFor()
    await isLive(page)
    expect(
      await page.evaluate('document.documentElement.scrollWidth - innerWidth'),
    ).toBeLessThanOrEqual(0)
    expect(await page.evaluate(layoutShift)).toBeLessThan(0.01)
  })

  test('needs no script for anything but the countdown and live events', async () => {
    const page = await openPage({ javaScriptEnabled: false })
    await logIn(page, 'donald')
    await page.getByLabel('Attribute', { exact: true }).fill('book')
    await page.getByLabel('Value', { exact: true }).fill('four')
    await page.getByRole('button', { name: 'Add' }).click()
    await page.getByText('written by node').waitFor()
    expect(await page.locator('[data-events] > li').count()).toBe(1)
    await page.getByRole('button', { name: 'Log out' }).click()
    await page.getByRole('button', { name: 'Log in' }).waitFor()
  })
})

/** For the page: how much has moved since it began, as browsers measure it. */
const layoutShift = `new Promise((resolve) => {
  const observer = new PerformanceObserver(() => {})
  observer.observe({ type: 'layout-shift', buffered: true })
  requestAnimationFrame(() => requestAnimationFrame(() => {
    resolve(observer.takeRecords().reduce((sum, { value }) => sum + value, 0))
  }))
})`
