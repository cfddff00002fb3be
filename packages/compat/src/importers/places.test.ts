import { expect, test } from 'vitest'
import { openPlaces } from './places.ts'

test('a message is found where it was put, whatever its key is like', () => {
  const places = openPlaces()
  const keys = ['0', '1', '4095', '4096', '999999999999999', '9999999999999999', '007', '7', '0d1f', '-1']
  for (const [index, key] of keys.entries()) places.put(key, `conversation ${index % 3}`)
  expect(keys.map((key) => places.find(key))).toEqual(keys.map((_, index) => `conversation ${index % 3}`))
})

test('one that was never put is nowhere', () => {
  const places = openPlaces()
  places.put('8', 'conversation')
  expect(['7', '9', '8000', '08', ''].map((key) => places.find(key))).toEqual([null, null, null, null, null])
})
