import { expect, it, onTestFinished } from 'vitest'
import { start } from './readme/start.ts'

it('the example of the README does what it says', async () => {
  const { url, stop } = await start(0)
  onTestFinished(stop)
  const config = await fetch(`${url}/chat/config`, { headers: { authorization: 'Bearer alice' } })
  expect(await config.json()).toMatchObject({ me: 'alice', features: { websocket: true } })
})
