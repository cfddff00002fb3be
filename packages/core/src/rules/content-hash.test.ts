import { expect, test } from 'vitest'
import { canonicalJson, contentHash } from './content-hash.ts'

test('canonical JSON is one text for one value, whatever the order of keys', () => {
  expect(canonicalJson({ b: [1, { d: null, c: 'é"' }], a: true })).toBe('{"a":true,"b":[1,{"c":"é\\"","d":null}]}')
  expect(contentHash({ a: 1, b: 2 })).toBe(contentHash({ b: 2, a: 1 }))
  expect(contentHash({ a: 1, b: 2 })).not.toBe(contentHash({ a: 1, b: '2' }))
})
