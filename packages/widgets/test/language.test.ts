import { expect, test } from 'vitest'
import { pagesOfThisFile } from './support/opened.ts'

const open = pagesOfThisFile()

test('of two languages that are asked for in a row the last one is spoken, whichever is there first', async () => {
  const page = await open()
  let german = (): void => {}
  const held = new Promise<void>((resolve) => (german = resolve))
  await page.route('**/de-*.js', async (route) => {
    await held
    return route.continue()
  })
  await page.evaluate(() => window.playground.show('ana', 'msg-dm', { 'user-id': 'ben', open: '' }))
  const provider = page.locator('msg-provider')
  const speak = (locale: string) => provider.evaluate((element, to) => element.setAttribute('locale', to), locale)
  const asked = page.waitForRequest('**/de-*.js')
  await speak('de')
  await asked.then(() => speak('ar'))
  await page.getByRole('textbox', { name: 'رسالة إلى Ben Okri' }).waitFor()
  german()
  // Who asks for the same script after the widgets has it after them.
  await page.evaluate(`import(${JSON.stringify((await asked).url())}).then(() => null)`)
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(done)))
  await expect.poll(() => provider.getAttribute('dir')).toBe('rtl')
  await page.getByRole('textbox', { name: 'رسالة إلى Ben Okri' }).waitFor()
})
