// Loaded into every process of a test run that `JITTER` asks for: what arrives, arrives when it likes, as on a busy machine.
// Bytes to a socket, messages to a worker and timers wait a random while, each still in its order, and the process stands
// still now and then. What a test takes for granted without having waited for it shows.
import { Socket } from 'node:net'
import { Worker } from 'node:worker_threads'

const [seed = 1, most = 30] = (process.env['JITTER'] ?? '').split(',').map(Number)

/** A generator of numbers below one (mulberry32), of its own for each process. */
let state = (seed * 2_654_435_761 + process.pid) >>> 0
const random = (): number => {
  state = (state + 0x6d2b79f5) >>> 0
  let mixed = Math.imul(state ^ (state >>> 15), state | 1)
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
}

/** Half of all waits are none; the longest are rare. */
const wait = (): number => (random() < 0.5 ? 0 : random() ** 2 * most)

const after = globalThis.setTimeout

type Write = (
  this: Socket & { readonly fd?: number },
  vector: boolean,
  data: unknown,
  encoding: string,
  done: (error?: Error) => void,
) => void
const sockets = Socket.prototype as unknown as { _writeGeneric: Write }
const write = sockets._writeGeneric
sockets._writeGeneric = function (...given) {
  // What goes to the screen is out at once in any case.
  const pause = this.fd === 1 || this.fd === 2 ? 0 : wait()
  // The stream hands on one write at a time, so that order stays.
  if (pause < 1) write.apply(this, given)
  else after(() => write.apply(this, given), pause)
}

// oxlint-disable-next-line unbound-method
const post = Worker.prototype.postMessage
const posted = new WeakMap<Worker, Promise<void>>()
Worker.prototype.postMessage = function (...given: Parameters<typeof post>) {
  const pause = wait()
  const before = posted.get(this)
  if (pause < 1 && before === undefined) return post.apply(this, given)
  const turn = (before ?? Promise.resolve())
    .then(() => new Promise<void>((resolve) => after(resolve, pause)))
    .then(() => post.apply(this, given))
  posted.set(this, turn)
  void turn.finally(() => posted.get(this) === turn && posted.delete(this))
}

/** The process stands still, as when others have the processor. */
const stall = (): void => {
  const end = performance.now() + random() ** 3 * most * 5
  while (performance.now() < end);
  after(stall, random() * 1_000).unref()
}
after(stall, random() * 1_000).unref()
