import { expect, it } from 'vitest'
import { singleReads } from './single-reads.ts'
import { trackedFiles } from './workspace.ts'

it('no test looks at a page once, where what it looks for may still be on its way', () => {
  expect(
    trackedFiles()
      .filter(({ path }) => path.endsWith('.ts'))
      .flatMap(singleReads),
  ).toEqual([])
})

const from = `import type { Page } from 'playwright-core'\n`

it.each([
  `expect(await page.getByRole('article').count()).toBe(0)`,
  `expect((await more.boundingBox())?.width).toBe(44)`,
  `expect(await tab?.textContent()).toBe('clicked')`,
  `expect(\n  await page\n    .locator('a')\n    .evaluate((one) => one.matches(':focus')),\n).toBe(true)`,
  `const height = () => box.evaluate((one) => one.clientHeight)\nexpect(await height()).toBe(44)`,
  `async function names(page: Page) { return page.getByRole('row').allInnerTexts() }\nexpect([await names(page)]).toEqual([])`,
])('a planted look is found: %s', (text) => {
  expect(singleReads({ path: 'a.test.ts', text: from + text })).toHaveLength(1)
})

it.each([
  `await expect.poll(() => page.getByRole('article').count()).toBe(0)`,
  `await expect.poll(async () => (await more.boundingBox())?.width).toBe(44)`,
  `expect(await demo.end('SIGINT')).toBe(0)`,
  `const height = () => box.evaluate((one) => one.clientHeight)\nawait expect.poll(height).toBe(44)`,
])('what waits is let through: %s', (text) => {
  expect(singleReads({ path: 'a.test.ts', text: from + text })).toEqual([])
})

it('what drives no page is let through', () => {
  expect(singleReads({ path: 'a.test.ts', text: `expect(await store.count()).toBe(0)` })).toEqual([])
})
