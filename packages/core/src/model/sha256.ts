/**
 * SHA-256 (FIPS 180-4), synchronous. Rules are pure and synchronous, and the platform's digest is neither, nor is it
 * there at all on a page served over plain HTTP; the inputs are a few hundred bytes. See docs/decisions.
 */
export const sha256 = (input: Uint8Array): Uint8Array => {
  const blocks = padded(input)
  const state = Uint32Array.from(initial)
  const schedule = new Uint32Array(64)
  for (let offset = 0; offset < blocks.byteLength; offset += 64) compress(state, schedule, blocks, offset)
  const digest = new DataView(new ArrayBuffer(32))
  state.forEach((word, index) => digest.setUint32(index * 4, word))
  return new Uint8Array(digest.buffer)
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

const padded = (input: Uint8Array): DataView => {
  const length = Math.ceil((input.length + 9) / 64) * 64
  const bytes = new Uint8Array(length)
  bytes.set(input)
  bytes[input.length] = 0x80
  const view = new DataView(bytes.buffer)
  view.setUint32(length - 8, Math.floor(input.length / 0x2000_0000))
  view.setUint32(length - 4, (input.length * 8) >>> 0)
  return view
}

const primes = (count: number): number[] => {
  const found: number[] = []
  for (let candidate = 2; found.length < count; candidate += 1)
    if (found.every((prime) => candidate % prime !== 0)) found.push(candidate)
  return found
}

/** The first 32 bits of the fractional part, as the standard derives its constants. */
const fraction = (value: number): number => Math.floor((value - Math.floor(value)) * 2 ** 32)

const initial = primes(8).map((prime) => fraction(Math.sqrt(prime)))
const rounds = Uint32Array.from(primes(64), (prime) => fraction(Math.cbrt(prime)))

const rotated = (word: number, by: number): number => (word >>> by) | (word << (32 - by))

// Plain indices and variables: this runs once for every message sent, and iterators cost more than the rounds.
const compress = (state: Uint32Array, schedule: Uint32Array, blocks: DataView, offset: number): void => {
  expand(schedule, blocks, offset)
  let [a, b, c, d] = [state[0] ?? 0, state[1] ?? 0, state[2] ?? 0, state[3] ?? 0]
  let [e, f, g, h] = [state[4] ?? 0, state[5] ?? 0, state[6] ?? 0, state[7] ?? 0]
  for (let index = 0; index < 64; index += 1) {
    const choice = (e & f) ^ (~e & g)
    const mixed = rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)
    const first = (h + mixed + choice + (rounds[index] ?? 0) + (schedule[index] ?? 0)) | 0
    const majority = (a & b) ^ (a & c) ^ (b & c)
    const second = ((rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)) + majority) | 0
    h = g
    g = f
    f = e
    e = (d + first) | 0
    d = c
    c = b
    b = a
    a = (first + second) | 0
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

const expand = (schedule: Uint32Array, blocks: DataView, offset: number): void => {
  for (let index = 0; index < 16; index += 1) schedule[index] = blocks.getUint32(offset + index * 4)
  for (let index = 16; index < 64; index += 1) {
    const early = schedule[index - 15] ?? 0
    const late = schedule[index - 2] ?? 0
    const small = rotated(early, 7) ^ rotated(early, 18) ^ (early >>> 3)
    const large = rotated(late, 17) ^ rotated(late, 19) ^ (late >>> 10)
    schedule[index] = (schedule[index - 16] ?? 0) + small + (schedule[index - 7] ?? 0) + large
  }
}
