import { expect, test } from 'vitest'
import { createMemoryStore } from './memory/store.ts'
import { createMessaging } from './messaging.ts'

test('an engine is not made of a store that is still being opened', () => {
  const store = Promise.resolve(createMemoryStore())
  expect(() => Reflect.apply(createMessaging, undefined, [{ store }])).toThrow('await it')
})
