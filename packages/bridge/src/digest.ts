import { createHash } from 'node:crypto'

/** The SHA-256 of some texts; no two lists of texts share one. */
export const digestOf = (...texts: readonly string[]): Uint8Array => {
  const hash = createHash('sha256')
  for (const text of texts) hash.update(`${text.length}:${text}`)
  return hash.digest()
}

/** The same as hexadecimal digits. */
export const hexDigestOf = (...texts: readonly string[]): string => Buffer.from(digestOf(...texts)).toString('hex')
