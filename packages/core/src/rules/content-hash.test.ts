import { expect, test } from 'vitest'
import { toHex, utf8 } from '../model/encoding.ts'
import { sha256 } from '../model/sha256.ts'
import { canonicalJson, contentHash } from './content-hash.ts'

test('canonical JSON is one text for one value, whatever the order of keys', () => {
  expect(canonicalJson({ b: [1, { d: null, c: 'é"' }], a: true })).toBe('{"a":true,"b":[1,{"c":"é\\"","d":null}]}')
  expect(contentHash({ a: 1, b: 2 })).toBe(contentHash({ b: 2, a: 1 }))
  expect(contentHash({ a: 1, b: 2 })).not.toBe(contentHash({ a: 1, b: '2' }))
})

test('the hash is that of the bytes, however many there are and whatever was hashed before', () => {
  for (const text of ['語'.repeat(1_365), 'a', '語'.repeat(1_366), 'é'.repeat(2_000), ''])
    expect(contentHash([text])).toBe(toHex(sha256(utf8(JSON.stringify([text])))))
})

test('canonical JSON of what is sorted already is the same as of what is not', () => {
  expect(canonicalJson({ a: 1, b: { c: [{ e: 1, d: 2 }] } })).toBe('{"a":1,"b":{"c":[{"d":2,"e":1}]}}')
  expect(canonicalJson({ a: [{ b: 1 }, 'x'], b: null })).toBe('{"a":[{"b":1},"x"],"b":null}')
})
