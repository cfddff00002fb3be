/** A clock the fake reads and a client under test can be given; `timer` names each wait so that a test can wait for it. */
export interface FakeClock {
  /** Milliseconds since 1970. */
  now(): number
  /** Calls `fire` once after `ms`; returns what cancels it. */
  timer(name: string, ms: number, fire: () => void): () => void
}

/** A timer that has been set and not yet fired. */
export interface PendingTimer {
  readonly name: string
  /** Milliseconds left. */
  readonly in: number
}

/** A clock that moves only when told to. */
export interface ManualClock extends FakeClock {
  /** Moves on by `ms`, firing what falls due on the way, in order. */
  advance(ms: number): void
  /** The timers set now, soonest first. */
  pending(): readonly PendingTimer[]
  /** Resolves as soon as a timer of that name is set (at once when it already is). */
  untilTimer(name: string): Promise<PendingTimer>
  /** Resolves once no timer called `request` is set, that is, once nothing is on its way over the network. */
  untilIdle(): Promise<void>
  /**
   * Runs `work` until it settles, firing each timer of the given names in turn. While a timer called `request` is set,
   * something is on its way over the network and time stands still.
   */
  run<T>(work: Promise<T>, ...names: readonly string[]): Promise<T>
}

interface Timer {
  readonly name: string
  readonly due: number
  readonly order: number
  readonly fire: () => void
}

/** The timer by which a client limits a request: while it is set, an answer is awaited. */
const BUSY = 'request'

/** The machine's own clock, for the command line. */
export const systemClock: FakeClock = {
  now: () => Date.now(),
  timer(_name, ms, fire) {
    const handle = setTimeout(fire, ms)
    return () => clearTimeout(handle)
  },
}

/** Creates a clock that stands still at `start` until it is advanced. */
export const createManualClock = (start = Date.UTC(2026, 0, 5, 12)): ManualClock => {
  const timers = new Set<Timer>()
  const watchers = new Set<() => void>()
  let now = start
  let order = 0

  const tell = () => watchers.forEach((watcher) => watcher())
  const sorted = () => [...timers].toSorted((a, b) => a.due - b.due || a.order - b.order)
  const seen = (timer: Timer): PendingTimer => ({ name: timer.name, in: timer.due - now })

  const advance = (ms: number) => {
    const end = now + ms
    for (let next = sorted()[0]; next && next.due <= end; next = sorted()[0]) {
      timers.delete(next)
      now = Math.max(now, next.due)
      next.fire()
    }
    now = end
  }

  const untilTimer = (name: string) =>
    new Promise<PendingTimer>((resolve) => {
      const look = () => {
        const found = sorted().find((timer) => timer.name === name)
        if (!found) return
        watchers.delete(look)
        resolve(seen(found))
      }
      watchers.add(look)
      look()
    })

  return {
    now: () => now,
    timer(name, ms, fire) {
      const timer = { name, due: now + Math.max(0, ms), order: (order += 1), fire }
      timers.add(timer)
      tell()
      return () => {
        if (timers.delete(timer)) tell()
      }
    },
    advance,
    pending: () => sorted().map(seen),
    untilTimer,
    async untilIdle() {
      do await new Promise<void>((resolve) => void setImmediate(resolve))
      while ([...timers].some(({ name }) => name === BUSY))
    },
    async run(work, ...names) {
      let planned = false
      const step = () => {
        planned = false
        const isBusy = [...timers].some(({ name }) => name === BUSY)
        const next = isBusy ? undefined : sorted().find((timer) => names.includes(timer.name))
        if (!next || !watchers.has(look)) return
        advance(next.due - now)
        look()
      }
      // After the sockets' turn, so that what has arrived is seen before time goes on.
      const look = () => {
        if (!planned) setImmediate(step)
        planned = true
      }
      watchers.add(look)
      look()
      try {
        return await work
      } finally {
        watchers.delete(look)
      }
    },
  }
}
