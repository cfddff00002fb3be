import { wait, type Clock } from '../clock.ts'
import { StackExchangeError } from '../errors.ts'
import { createListeners, type Listeners } from '../listeners.ts'
import type { Logger } from '../logger.ts'
import { createFairQueue, type JobKind } from './fair-queue.ts'

/** What one try of a job came to. */
export type Attempt<T> = { readonly done: T } | { readonly waitSeconds: number | null }

/** Work for the sender. `attempt` rejects for good; it asks for a later repetition by returning a wait. */
export interface Job<T> {
  readonly kind: JobKind
  readonly roomId: number
  readonly signal?: AbortSignal | undefined
  attempt(signal: AbortSignal): Promise<Attempt<T>>
}

/** A job that has not been done yet. */
export interface PendingJob {
  readonly kind: JobKind
  readonly roomId: number
  /** When it was given to the sender, in milliseconds. */
  readonly since: number
  /** How often it was tried. */
  readonly attempts: number
}

/** What the sender is doing. */
export interface SenderState {
  /** Jobs waiting or under way. */
  readonly depth: number
  /** Until when the server (or the spacing) makes it wait, in milliseconds, or null. */
  readonly waitingUntil: number | null
}

/** The one queue through which an account writes. */
export interface Sender {
  readonly pending: readonly PendingJob[]
  /** Tells every change; returns what ends it. */
  watch(listener: (state: SenderState) => void): () => void
  run<T>(job: Job<T>): Promise<T>
  /** Like `run`, but takes the place of a waiting job of the same key, which then settles with it. */
  runLatest(key: string, job: Job<void>): Promise<void>
  /** Resolves once nothing waits. */
  drain(): Promise<void>
  /** Rejects what waits with `closed` and takes no more. */
  close(): void
}

/** How patient the sender is. */
export interface SenderOptions {
  /** Milliseconds between two writes, so that the server seldom has to ask for a wait. Default 1,000. */
  readonly spacing?: number
  /** Tries per job before it rejects `throttled-out`. Default 20. */
  readonly maxAttempts?: number
  /** Milliseconds a job may wait before it rejects `throttled-out`. Default ten minutes. */
  readonly maxAge?: number
}

interface Waiter {
  readonly resolve: () => void
  readonly reject: (reason: unknown) => void
}

interface Entry {
  readonly kind: JobKind
  readonly roomId: number
  readonly key: string | undefined
  readonly since: number
  /** When it was given to the sender, by the clock that nobody sets. */
  readonly addedAt: number
  readonly stopped: AbortController
  readonly waiters: Set<Waiter>
  attempts: number
  attempt(signal: AbortSignal): Promise<Attempt<unknown>>
}

const UNREADABLE_WAIT = 5

class AccountSender implements Sender {
  readonly #clock: Clock
  readonly #random: () => number
  readonly #patience: Required<SenderOptions>
  readonly #queue = createFairQueue<Entry>()
  readonly #listeners: Listeners<SenderState>
  readonly #idle = new Set<() => void>()
  /** Until when it rests, by the clock that nobody sets. */
  #restUntil = 0
  #pause: AbortController | null = null
  #current: Entry | null = null
  #running = false
  #closed = false

  constructor(world: SenderWorld, patience: Required<SenderOptions>) {
    this.#clock = world.clock
    this.#random = world.random
    this.#patience = patience
    this.#listeners = createListeners(world.logger, 'sender')
  }

  get pending(): readonly PendingJob[] {
    return [...this.#queue].map(({ kind, roomId, since, attempts }) => ({ kind, roomId, since, attempts }))
  }

  watch(listener: (state: SenderState) => void): () => void {
    return this.#listeners.add(listener)
  }

  async run<T>(job: Job<T>): Promise<T> {
    let result: { readonly value: T } | undefined
    await this.#enqueue({
      ...job,
      async attempt(signal) {
        const tried = await job.attempt(signal)
        if ('done' in tried) result = { value: tried.done }
        return tried
      },
    })
    if (!result) throw new StackExchangeError('closed')
    return result.value
  }

  async runLatest(key: string, job: Job<void>): Promise<void> {
    await this.#enqueue(job, key)
  }

  drain(): Promise<void> {
    return this.#queue.size === 0 ? Promise.resolve() : new Promise((resolve) => void this.#idle.add(resolve))
  }

  close(): void {
    this.#closed = true
    const reason = new StackExchangeError('closed')
    const left = Array.from(this.#queue)
    for (const entry of left) {
      entry.stopped.abort(reason)
      this.#settle(entry, ({ reject }) => reject(reason))
    }
    this.#pause?.abort()
  }

  #enqueue(job: Job<unknown>, key?: string): Promise<void> {
    job.signal?.throwIfAborted()
    if (this.#closed) throw new StackExchangeError('closed')
    return new Promise<void>((resolve, reject) => {
      const entry = this.#entryFor(job, key)
      const leave = () => this.#leave(entry, waiter, job.signal?.reason)
      const release = () => job.signal?.removeEventListener('abort', leave)
      const waiter: Waiter = {
        resolve: () => (release(), resolve()),
        reject: (reason) => (release(), reject(reason)),
      }
      entry.waiters.add(waiter)
      job.signal?.addEventListener('abort', leave, { once: true })
      this.#tell()
      void this.#loop()
    })
  }

  #entryFor(job: Job<unknown>, key: string | undefined): Entry {
    const attempt = (signal: AbortSignal) => job.attempt(signal)
    const isWaiting = (one: Entry) => one.key === key && one !== this.#current
    const waiting = key === undefined ? undefined : [...this.#queue].find(isWaiting)
    if (waiting) {
      waiting.attempt = attempt
      return waiting
    }
    const entry: Entry = {
      kind: job.kind,
      roomId: job.roomId,
      key,
      since: this.#clock.now(),
      addedAt: this.#clock.elapsed(),
      stopped: new AbortController(),
      waiters: new Set(),
      attempts: 0,
      attempt,
    }
    this.#queue.add(entry)
    return entry
  }

  async #loop(): Promise<void> {
    if (this.#running) return
    this.#running = true
    while (this.#queue.size > 0) {
      await this.#rest()
      const entry = this.#queue.next()
      if (entry) await this.#work(entry)
    }
    this.#running = false
    for (const done of this.#idle) done()
    this.#idle.clear()
  }

  async #rest(): Promise<void> {
    const ms = this.#restUntil - this.#clock.elapsed()
    if (ms <= 0) return
    const pause = new AbortController()
    this.#pause = pause
    this.#tell()
    // Ended early when nothing is left to wait for.
    await wait(this.#clock, { name: 'throttle', ms, signal: pause.signal }).catch(() => undefined)
    this.#pause = null
  }

  async #work(entry: Entry): Promise<void> {
    this.#current = entry
    entry.attempts += 1
    try {
      this.#judge(entry, await entry.attempt(entry.stopped.signal))
    } catch (error) {
      this.#settle(entry, ({ reject }) => reject(error))
    } finally {
      this.#current = null
    }
  }

  #judge(entry: Entry, result: Attempt<unknown>): void {
    const { spacing, maxAttempts, maxAge } = this.#patience
    if ('done' in result) {
      this.#restFor(spacing)
      this.#settle(entry, ({ resolve }) => resolve())
      return
    }
    // The told number is rounded, so a second is added, and some jitter lest accounts march in step.
    this.#restFor(((result.waitSeconds ?? UNREADABLE_WAIT) + 1 + this.#random() * 0.25) * 1_000)
    if (entry.attempts >= maxAttempts || this.#restUntil - entry.addedAt > maxAge)
      this.#settle(entry, ({ reject }) => reject(new StackExchangeError('throttled-out')))
  }

  #restFor(ms: number): void {
    this.#restUntil = this.#clock.elapsed() + ms
  }

  #settle(entry: Entry, end: (waiter: Waiter) => void): void {
    this.#queue.remove(entry, 'over')
    for (const waiter of entry.waiters) end(waiter)
    entry.waiters.clear()
    this.#tell()
  }

  #leave(entry: Entry, waiter: Waiter, reason: unknown): void {
    if (!entry.waiters.delete(waiter)) return
    waiter.reject(reason)
    if (entry.waiters.size > 0) return
    entry.stopped.abort(reason)
    this.#queue.remove(entry, 'kept')
    this.#tell()
    if (this.#queue.size === 0) this.#pause?.abort()
  }

  #tell(): void {
    const left = this.#restUntil - this.#clock.elapsed()
    const waitingUntil = this.#queue.size > 0 && left > 0 ? this.#clock.now() + Math.ceil(left) : null
    this.#listeners.tell({ depth: this.#queue.size, waitingUntil })
  }
}

/** What the sender needs of the world. */
export interface SenderWorld {
  readonly clock: Clock
  readonly random: () => number
  readonly logger: Logger
}

/** Creates the sender of one account. */
export const createSender = (
  world: SenderWorld,
  { spacing = 1_000, maxAttempts = 20, maxAge = 600_000 }: SenderOptions = {},
): Sender => new AccountSender(world, { spacing, maxAttempts, maxAge })
