import type { MediaType } from '../model/attachment.ts'

/** How many of a file's first bytes tell what it is. */
export const sniffedBytes = 4_096

/** By what a file begins with; a number is any byte where it is null. */
const signatures: readonly (readonly [MediaType, readonly (number | null)[]])[] = [
  ['image/png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['image/jpeg', [0xff, 0xd8, 0xff]],
  ['image/gif', [0x47, 0x49, 0x46, 0x38, null, 0x61]],
  ['image/webp', [0x52, 0x49, 0x46, 0x46, null, null, null, null, 0x57, 0x45, 0x42, 0x50]],
  ['audio/wav', [0x52, 0x49, 0x46, 0x46, null, null, null, null, 0x57, 0x41, 0x56, 0x45]],
  ['audio/mpeg', [0x49, 0x44, 0x33]],
  ['audio/mpeg', [0xff, 0xfb]],
  ['audio/ogg', [0x4f, 0x67, 0x67, 0x53]],
  ['video/mp4', [null, null, null, null, 0x66, 0x74, 0x79, 0x70]],
  ['video/webm', [0x1a, 0x45, 0xdf, 0xa3]],
  ['application/pdf', [0x25, 0x50, 0x44, 0x46, 0x2d]],
  ['application/zip', [0x50, 0x4b, 0x03, 0x04]],
]

/**
 * What a file is by its first bytes, or null for what is not taken. What looks like text is plain text, be it HTML, SVG or a
 * script: nothing is ever called what a browser would run.
 */
export const sniffed = (head: Uint8Array): MediaType | null => {
  const found = signatures.find(([, bytes]) =>
    bytes.every((byte, at) => at < head.length && (byte ?? head[at]) === head[at]),
  )
  if (found !== undefined) return found[0]
  return isText(head) ? 'text/plain' : null
}

/** UTF-8 without control characters but white space. A character that was cut off at the end is none. */
const isText = (head: Uint8Array): boolean => {
  if (head.some((byte) => byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0c && byte !== 0x0d)) return false
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true })
    return true
  } catch {
    return false
  }
}
