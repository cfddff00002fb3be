/** A clock the fake reads and a client under test can be given; `timer` names each wait so that a test can wait for it. */
export interface FakeClock {
  /** Milliseconds since 1970. */
  now(): number
  /** Milliseconds since some moment, by a clock that nobody sets. */
  elapsed(): number
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
  elapsed: () => performance.now(),
  timer(_name, ms, fire) {
    const handle = setTimeout(fire, ms)
    return () => clearTimeout(handle)
  },
}

class HandMovedClock implements ManualClock {
  readonly #timers = new Set<Timer>()
  readonly #watchers = new Set<() => void>()
  #now: number
  #order = 0

  constructor(start: number) {
    this.#now = start
  }

  now(): number {
    return this.#now
  }

  elapsed(): number {
    return this.#now
  }

  timer(name: string, ms: number, fire: () => void): () => void {
    const timer = { name, due: this.#now + Math.max(0, ms), order: (this.#order += 1), fire }
    this.#timers.add(timer)
    this.#tell()
    return () => {
      if (this.#timers.delete(timer)) this.#tell()
    }
  }

  advance(ms: number): void {
    const end = this.#now + ms
    for (let next = this.#sorted()[0]; next && next.due <= end; next = this.#sorted()[0]) {
      this.#timers.delete(next)
      this.#now = Math.max(this.#now, next.due)
      next.fire()
    }
    this.#now = end
  }

  pending(): readonly PendingTimer[] {
    return this.#sorted().map((timer) => this.#seen(timer))
  }

  untilTimer(name: string): Promise<PendingTimer> {
    return new Promise((resolve) => {
      const look = () => {
        const found = this.#sorted().find((timer) => timer.name === name)
        if (!found) return
        this.#watchers.delete(look)
        resolve(this.#seen(found))
      }
      this.#watchers.add(look)
      look()
    })
  }

  async untilIdle(): Promise<void> {
    do await new Promise<void>((resolve) => void setImmediate(resolve))
    while (this.#isBusy())
  }

  async run<T>(work: Promise<T>, ...names: readonly string[]): Promise<T> {
    let planned = false
    const step = () => {
      planned = false
      const next = this.#isBusy() ? undefined : this.#sorted().find((timer) => names.includes(timer.name))
      if (!next || !this.#watchers.has(look)) return
      this.advance(next.due - this.#now)
      look()
    }
    // After the sockets' turn, so that what has arrived is seen before time goes on.
    const look = () => {
      if (!planned) setImmediate(step)
      planned = true
    }
    this.#watchers.add(look)
    look()
    try {
      return await work
    } finally {
      this.#watchers.delete(look)
    }
  }

  #isBusy(): boolean {
    return [...this.#timers].some(({ name }) => name === BUSY)
  }

  #sorted(): readonly Timer[] {
    return [...this.#timers].toSorted((a, b) => a.due - b.due || a.order - b.order)
  }

  #seen(timer: Timer): PendingTimer {
    return { name: timer.name, in: timer.due - this.#now }
  }

  #tell(): void {
    for (const watcher of this.#watchers) watcher()
  }
}

/** Creates a clock that stands still at `start` until it is advanced. */
export const createManualClock = (start = Date.UTC(2026, 0, 5, 12)): ManualClock => new HandMovedClock(start)
