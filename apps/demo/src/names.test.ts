import { expect, test } from 'vitest'
import { nameOf, names } from './names.ts'

test('who is not of the demo is called by their id, whatever that is', () => {
  for (const [id, name] of Object.entries(names)) expect(nameOf(id)).toBe(name)
  for (const id of ['somebody', 'constructor', '__proto__']) expect(nameOf(id)).toBe(id)
})
