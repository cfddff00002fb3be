const mask = (1n << 64n) - 1n

/**
 * The name that a statement is prepared under: FNV-1a of its text, so that stores which share a pool, and copies of this
 * package, never mean two texts by one name. Node's own hashes would keep this package from browsers.
 */
export const statementName = (text: string): string => {
  let hash = 0xcbf29ce484222325n
  for (const byte of new TextEncoder().encode(text)) hash = ((hash ^ BigInt(byte)) * 0x100000001b3n) & mask
  return `msg_${hash.toString(16).padStart(16, '0')}`
}
