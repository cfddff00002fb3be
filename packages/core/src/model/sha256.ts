/**
 * SHA-256 (FIPS 180-4), synchronous. Rules are pure and synchronous, and the platform's digest is neither, nor is it
 * there at all on a page served over plain HTTP; the inputs are a few hundred bytes. See docs/decisions.
 */
export const sha256 = (input: Uint8Array): Uint8Array => {
  state.set(initial)
  const whole = input.length - (input.length % 64)
  for (let offset = 0; offset < whole; offset += 64) compress(input, offset)
  const end = endOf(input, whole)
  for (let offset = 0; offset < end; offset += 64) compress(ending, offset)
  return bytesOf(state)
}

/** HMAC-SHA-256 (RFC 2104). */
export const hmacSha256 = (key: Uint8Array, message: Uint8Array): Uint8Array => {
  const block = new Uint8Array(64)
  block.set(key.length > 64 ? sha256(key) : key)
  const inner = sha256(
    joined(
      block.map((byte) => byte ^ 0x36),
      message,
    ),
  )
  return sha256(
    joined(
      block.map((byte) => byte ^ 0x5c),
      inner,
    ),
  )
}

const joined = (first: Uint8Array, second: Uint8Array): Uint8Array => {
  const all = new Uint8Array(first.length + second.length)
  all.set(first)
  all.set(second, first.length)
  return all
}

/** Writes the last block, or two: what is left of a message, with its end marked and its length in bits. Returns how many bytes they are. */
const endOf = (input: Uint8Array, from: number): number => {
  const rest = input.length - from
  const size = rest < 56 ? 64 : 128
  ending.fill(0)
  for (let index = 0; index < rest; index += 1) ending[index] = input[from + index] ?? 0
  ending[rest] = 0x80
  endingView.setUint32(size - 8, Math.floor(input.length / 0x2000_0000))
  endingView.setUint32(size - 4, (input.length * 8) >>> 0)
  return size
}

const bytesOf = (words: Int32Array): Uint8Array => {
  const bytes = new Uint8Array(words.length * 4)
  for (let index = 0; index < bytes.length; index += 1)
    bytes[index] = (words[index >> 2] ?? 0) >> (24 - (index & 3) * 8)
  return bytes
}

const primes = (count: number): number[] => {
  const found: number[] = []
  for (let candidate = 2; found.length < count; candidate += 1)
    if (found.every((prime) => candidate % prime !== 0)) found.push(candidate)
  return found
}

/** The first 32 bits of the fractional part, as the standard derives its constants. */
const fraction = (value: number): number => Math.floor((value - Math.floor(value)) * 2 ** 32)

const initial = Int32Array.from(primes(8), (prime) => fraction(Math.sqrt(prime)))
const rounds = Int32Array.from(primes(64), (prime) => fraction(Math.cbrt(prime)))

/** What a digest is worked out in: nothing else runs meanwhile, and making it anew would cost as much as a block. */
const state = new Int32Array(8)
const schedule = new Int32Array(64)
const ending = new Uint8Array(128)
const endingView = new DataView(ending.buffer)

// Plain indices and variables, and the functions of the standard in their shortest form: this runs for every message sent.
const compress = (bytes: Uint8Array, offset: number): void => {
  expand(bytes, offset)
  let a = state[0] ?? 0
  let b = state[1] ?? 0
  let c = state[2] ?? 0
  let d = state[3] ?? 0
  let e = state[4] ?? 0
  let f = state[5] ?? 0
  let g = state[6] ?? 0
  let h = state[7] ?? 0
  for (let index = 0; index < 64; index += 1) {
    const mixed = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7))
    const choice = g ^ (e & (f ^ g))
    const first = (h + mixed + choice + (rounds[index] ?? 0) + (schedule[index] ?? 0)) | 0
    const blended = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10))
    const majority = (a & b) ^ (c & (a ^ b))
    h = g
    g = f
    f = e
    e = (d + first) | 0
    d = c
    c = b
    b = a
    a = (first + blended + majority) | 0
  }
  state[0] = (state[0] ?? 0) + a
  state[1] = (state[1] ?? 0) + b
  state[2] = (state[2] ?? 0) + c
  state[3] = (state[3] ?? 0) + d
  state[4] = (state[4] ?? 0) + e
  state[5] = (state[5] ?? 0) + f
  state[6] = (state[6] ?? 0) + g
  state[7] = (state[7] ?? 0) + h
}

const expand = (bytes: Uint8Array, offset: number): void => {
  for (let index = 0; index < 16; index += 1) {
    const at = offset + index * 4
    schedule[index] =
      ((bytes[at] ?? 0) << 24) | ((bytes[at + 1] ?? 0) << 16) | ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0)
  }
  for (let index = 16; index < 64; index += 1) {
    const early = schedule[index - 15] ?? 0
    const late = schedule[index - 2] ?? 0
    const small = ((early >>> 7) | (early << 25)) ^ ((early >>> 18) | (early << 14)) ^ (early >>> 3)
    const large = ((late >>> 17) | (late << 15)) ^ ((late >>> 19) | (late << 13)) ^ (late >>> 10)
    schedule[index] = ((schedule[index - 16] ?? 0) + small + (schedule[index - 7] ?? 0) + large) | 0
  }
}
