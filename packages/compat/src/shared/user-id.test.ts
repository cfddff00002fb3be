import { expect, it } from 'vitest'
import { userIdFromJson, userIdToJson } from './user-id.ts'

it.each([
  ['7', 7],
  ['0', 0],
  ['999999999999999', 999_999_999_999_999],
  ['007', '007'],
  ['-7', '-7'],
  ['12345678901234567890', '12345678901234567890'],
  ['alice', 'alice'],
])('the user id %s is written as %j, and read back from it', (id, json) => {
  expect(userIdToJson(id)).toBe(json)
  expect(userIdFromJson(json)).toBe(id)
})

it.each([[1.5], [Number.NaN], [null], [true], [{}]])('%j is no user id', (value) => {
  expect(userIdFromJson(value)).toBeNull()
})
