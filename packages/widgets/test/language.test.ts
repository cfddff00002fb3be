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

test('a language whose texts could not be loaded is spoken once they can be', async () => {
  const page = await open(800, 640, { expected: /ERR_FAILED/ })
  let tries = 0
  await page.route('**/de-*.js', (route) => {
    tries += 1
    return tries < 3 ? route.abort() : route.continue()
  })
  await page.evaluate(() => window.playground.show('ana', 'msg-dm', { 'user-id': 'ben', open: '' }))
  await page.getByRole('textbox', { name: 'Message Ben Okri' }).waitFor()
  await page.locator('msg-provider').evaluate((provider) => provider.setAttribute('locale', 'de'))
  await page.getByRole('textbox', { name: 'Nachricht an Ben Okri' }).waitFor()
  expect(tries).toBe(3)
})

test('without a language of its own a provider speaks that of the page again, in its direction', async () => {
  const page = await open()
  await page.evaluate(() => window.playground.show('ana', 'msg-dm', { 'user-id': 'ben', open: '' }))
  const provider = page.locator('msg-provider')
  const speak = (locale: string | null) =>
    provider.evaluate(
      (one, to) => (to === null ? one.removeAttribute('locale') : one.setAttribute('locale', to)),
      locale,
    )
  const said = async (text: string, direction: string): Promise<void> => {
    const field = page.getByRole('textbox', { name: text })
    await field.waitFor()
    await expect
      .poll(() => field.evaluate((box) => getComputedStyle(box.parentElement ?? box).direction))
      .toBe(direction)
  }
  await said('Message Ben Okri', 'ltr')
  await speak('ar')
  await said('رسالة إلى Ben Okri', 'rtl')
  await speak(null)
  await said('Message Ben Okri', 'ltr')
  await page.evaluate(() => Object.assign(document.documentElement, { lang: 'de' }))
  await speak('ar')
  await said('رسالة إلى Ben Okri', 'rtl')
  await speak(null)
  await said('Nachricht an Ben Okri', 'ltr')
})

test('a language that is asked for has its own direction, whatever that of the page', async () => {
  const page = await open()
  await page.evaluate(() => {
    Object.assign(document.documentElement, { lang: 'ar', dir: 'rtl' })
    window.playground.show('ana', 'msg-dm', { 'user-id': 'ben', open: '' })
    document.querySelector('msg-provider')?.setAttribute('locale', 'en')
  })
  const field = page.getByRole('textbox', { name: 'Message Ben Okri' })
  await field.waitFor()
  await expect.poll(() => field.evaluate((box) => getComputedStyle(box.parentElement ?? box).direction)).toBe('ltr')
})

test.each([
  { locale: '', 'time-zone': '' },
  { locale: 'de_DE', 'time-zone': 'Mars/Olympus' },
])('a language or a time zone that there is not keeps nothing from being shown: %j', async (attributes) => {
  const page = await open()
  await page.evaluate(async (given) => {
    const id = await window.playground.fill(1)
    const provider = document.createElement('msg-provider')
    for (const [name, value] of Object.entries(given)) provider.setAttribute(name, value)
    provider.session = window.playground.as('ana')
    const conversation = document.createElement('msg-conversation')
    conversation.conversationId = id
    provider.append(conversation)
    document.querySelector('#place')?.append(provider)
  }, attributes)
  await page.getByRole('article').waitFor()
  const language = attributes.locale === '' ? 'Message Ben Okri' : 'Nachricht an Ben Okri'
  await page.getByRole('textbox', { name: language }).waitFor()
})

test('a provider that is moved to where another language is spoken speaks that', async () => {
  const page = await open()
  await page.evaluate(() => window.playground.show('ana', 'msg-dm', { 'user-id': 'ben', open: '' }))
  await page.getByRole('textbox', { name: 'Message Ben Okri' }).waitFor()
  const move = (lang: string): Promise<void> =>
    page.locator('msg-provider').evaluate((provider, spoken) => {
      const place = document.createElement('div')
      place.lang = spoken
      document.querySelector('#place')?.append(place)
      place.append(provider)
    }, lang)
  await move('de')
  await page.getByRole('textbox', { name: 'Nachricht an Ben Okri' }).waitFor()
  await move('en')
  await page.getByRole('textbox', { name: 'Message Ben Okri' }).waitFor()
})
