import { expect, it } from 'vitest'
import { document, table } from './readme/merge.ts'

it('the example of the README does what it says', async () => {
  expect(document.servers).toEqual([{ url: '/chat' }])
  expect(table[0]).toMatch(/^conversations\.startDirect: POST \/directs -> 200, or invalid, unauthenticated/)
})
