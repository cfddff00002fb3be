import { expect, test } from 'vitest'
import { utf8 } from '../model/encoding.ts'
import { sniffed } from './media-type.ts'

const bytes = (...parts: readonly (string | readonly number[])[]): Uint8Array =>
  Uint8Array.from(parts.flatMap((part) => (typeof part === 'string' ? [...utf8(part)] : part)))

test.each([
  ['image/png', bytes([0x89], 'PNG\r\n', [0x1a], '\n', [0, 0])],
  ['image/jpeg', bytes([0xff, 0xd8, 0xff, 0xe0])],
  ['image/gif', bytes('GIF89a', [0])],
  ['image/webp', bytes('RIFF', [1, 0, 0, 0], 'WEBPVP8 ')],
  ['audio/wav', bytes('RIFF', [1, 0, 0, 0], 'WAVEfmt ')],
  ['audio/mpeg', bytes('ID3', [4, 0])],
  ['audio/ogg', bytes('OggS', [0])],
  ['video/mp4', bytes([0, 0, 0, 0x18], 'ftypmp42')],
  ['video/webm', bytes([0x1a, 0x45, 0xdf, 0xa3, 1])],
  ['application/pdf', bytes('%PDF-1.7')],
  ['application/zip', bytes('PK', [3, 4])],
  ['text/plain', bytes('<html><script>alert(1)</script>')],
  ['text/plain', bytes('<svg xmlns="http://www.w3.org/2000/svg">')],
  ['text/plain', bytes('Übung', [0xe2, 0x82])],
])('a file is %s by its first bytes', (type, head) => {
  expect(sniffed(head)).toBe(type)
})

test.each([
  ['a program', bytes([0x7f], 'ELF', [2, 1])],
  ['a Windows program', bytes('MZ', [0x90, 0])],
  ['half a signature', bytes([0x89], 'PN')],
  ['no UTF-8', bytes('a', [0xc3, 0x28])],
  ['text with a NUL', bytes('a\0b')],
])('%s is not taken', (_, head) => {
  expect(sniffed(head)).toBeNull()
})
