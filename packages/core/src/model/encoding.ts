const encoder = /* @__PURE__ */ new TextEncoder()

/** A text as UTF-8. */
export const utf8 = (text: string): Uint8Array => encoder.encode(text)

/** Where short texts are encoded: an array made for each takes eight times as long. */
const room = /* @__PURE__ */ new Uint8Array(4_096)

/** A text as UTF-8, to be read before the next text is encoded. */
export const passingUtf8 = (text: string): Uint8Array =>
  text.length * 3 > room.length ? utf8(text) : room.subarray(0, encoder.encodeInto(text, room).written)

const hexOfByte = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/** Bytes as lower-case hex. */
export const toHex = (bytes: Uint8Array): string => {
  let text = ''
  for (const byte of bytes) text += hexOfByte[byte] ?? ''
  return text
}

/** Bytes as base64url without padding (RFC 4648). */
export const toBase64url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')

/** The text whose UTF-8 was written as base64url; null when it is not. */
export const textFromBase64url = (encoded: string): string | null => {
  if (!/^[\w-]*$/.test(encoded)) return null
  try {
    const binary = atob(encoded.replaceAll('-', '+').replaceAll('_', '/'))
    const text = new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(binary, (char) => char.charCodeAt(0)))
    return toBase64url(utf8(text)) === encoded ? text : null
  } catch {
    return null
  }
}
