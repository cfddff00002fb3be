import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { launch } from './chromium.ts'

const page = `<!doctype html><title>Smoke</title><button onclick="this.textContent = 'clicked'">click</button>`
const server = createServer((_, response) => response.setHeader('content-type', 'text/html').end(page))

let browser: Awaited<ReturnType<typeof launch>> | undefined
let address = ''
beforeAll(async () => {
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as AddressInfo
  address = `http://127.0.0.1:${port}/`
  browser = await launch()
})
afterAll(async () => {
  await browser?.close()
  server.closeAllConnections()
  await new Promise((closed) => server.close(closed))
})

it('a real browser opens a page on this machine and clicks', async () => {
  const tab = await browser?.newPage()
  await tab?.goto(address)
  await tab?.getByRole('button', { name: 'click' }).click()
  await expect.poll(() => tab?.getByRole('button').textContent()).toBe('clicked')
})
