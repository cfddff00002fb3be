import { expect, it } from 'vitest'
import { missingNames } from './verb-names.ts'

// The case that compares the six real places comes here, as soon as they exist.

it('a verb that one place lacks is found there, and agreement is silence', () => {
  expect(missingNames({ session: ['a', 'b'], endpoints: ['b', 'a'] })).toEqual([])
  expect(missingNames({ session: ['a', 'b'], endpoints: ['b'], client: ['a', 'b', 'c'] })).toEqual([
    'session lacks c',
    'endpoints lacks a',
    'endpoints lacks c',
  ])
})
