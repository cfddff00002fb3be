import type { Clock } from '../clock.ts'
import { isStackExchangeError, StackExchangeError, type StackExchangeErrorCode } from '../errors.ts'
import { createDial, ONLY_NEW, type Dial, type DialOptions } from './dial.ts'

/** How events arrive at the moment. */
export type LinkState = 'idle' | 'connecting' | 'live' | 'polling'

/** What a link is made of. */
export interface LinkOptions extends DialOptions {
  readonly clock: Clock
  readonly random: () => number
}

/** What a link asks of its owner. */
export interface LinkOwner {
  /** The rooms to hear of, the one joined last at the end. */
  rooms(): readonly number[]
  /** The counter to begin after. */
  cursor(): number | null
  /** A frame came. */
  frame(text: string): void
  /** Asks the server for what is new; true when there was something. Rejects when it cannot be asked. */
  catchUp(): Promise<boolean>
  /** The state changed. */
  state(state: LinkState): void
  /** Going on makes no sense. */
  fail(error: unknown): void
}

/** Milliseconds that a connection may take. */
const OPENING = 45_000
/** Milliseconds without a frame after which it is asked what is new. */
const SILENCE = 60_000
/** Milliseconds after which a socket is replaced, however well it is. */
const REFRESH = 2 * 3_600_000
/** Milliseconds between two polls. */
const POLL = 3_000
/** Milliseconds of polling before a socket is tried again. */
const RETRY_SOCKET = 5 * 60_000
/** The most milliseconds between two attempts, without the jitter. */
const MAX_BACKOFF = 60_000
const ATTEMPTS_BEFORE_POLLING = 3
/** Errors that asking again would only repeat. */
const FATAL: ReadonlySet<StackExchangeErrorCode> = new Set([
  'session-expired',
  'challenge',
  'login-rejected',
  'captcha-required',
  'closed',
])

const isFatal = (error: unknown) => isStackExchangeError(error) && FATAL.has(error.code)

/**
 * Keeps one socket open for all joined rooms: a new address for every connection, a check when it falls silent, a fresh
 * one every two hours, growing pauses between failures, and polling while sockets cannot be had.
 */
export class Link {
  readonly #options: LinkOptions
  readonly #dial: Dial
  readonly #owner: LinkOwner
  readonly #timers = new Map<string, () => void>()
  #cut: (() => void) | null = null
  /** Cuts a socket that is not open yet. */
  #cutOpening: (() => void) | null = null
  #state: LinkState = 'idle'
  #failures = 0
  #pollFailures = 0
  /** Rooms for which a socket was opened since the line last broke; the server may have forgotten all others. */
  readonly #attached = new Set<number>()
  /** Grows with every connection, so that what an older one still does is ignored. */
  #generation = 0

  constructor(options: LinkOptions, owner: LinkOwner) {
    this.#options = options
    this.#dial = createDial(options)
    this.#owner = owner
  }

  get state(): LinkState {
    return this.#state
  }

  /**
   * Opens a socket; the one before is cut once the new one is open. A single socket tells of every room for which one
   * was opened, so each room that is new (or all, after a break) has one opened and dropped, the last of them kept.
   */
  connect(): void {
    const generation = (this.#generation += 1)
    this.#dropOpening()
    if (this.#state === 'idle') this.#become('connecting')
    this.#clear('reconnect')
    this.#set('opening', OPENING, () => this.#failed(generation))
    void this.#open(generation).catch((error: unknown) => {
      if (isFatal(error)) this.#fail(error)
      else this.#failed(generation)
    })
  }

  /** Has a room counted in anew should it be joined again. */
  forget(roomId: number): void {
    this.#attached.delete(roomId)
  }

  /** Cuts everything and forgets every timer. */
  close(): void {
    this.#generation += 1
    this.#dropOpening()
    this.#cut?.()
    this.#cut = null
    for (const cancel of this.#timers.values()) cancel()
    this.#timers.clear()
    this.#attached.clear()
    this.#become('idle')
  }

  async #open(generation: number): Promise<void> {
    const rooms = this.#owner.rooms()
    const missing = rooms.filter((roomId) => !this.#attached.has(roomId))
    const [last = 0, ...others] = (missing.length > 0 ? missing : rooms).toReversed()
    for (const roomId of others) {
      const address = await this.#dial.address(roomId)
      if (generation !== this.#generation) return
      await this.#touch(address)
      this.#countIn(roomId, generation)
    }
    const address = await this.#dial.address(last)
    if (generation !== this.#generation) return
    const cut = this.#dial.open(address, this.#owner.cursor(), {
      open: () => {
        this.#countIn(last, generation)
        this.#opened(generation, cut)
      },
      message: (text) => this.#message(text),
      close: () => this.#closed(generation),
    })
    this.#cutOpening = cut
  }

  /** The server has counted us in, and out again where the room was left since, even if it was joined again. */
  #countIn(roomId: number, generation: number): void {
    if (generation === this.#generation && this.#owner.rooms().includes(roomId)) this.#attached.add(roomId)
  }

  /** Opens a socket and drops it, by which the server counts us in. */
  #touch(address: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const cut = this.#dial.open(address, ONLY_NEW, {
        open() {
          cut()
          resolve()
        },
        message: () => undefined,
        close: () => reject(new StackExchangeError('unavailable', { during: 'socket' })),
      })
      this.#cutOpening = cut
    })
  }

  #dropOpening(): void {
    this.#cutOpening?.()
    this.#cutOpening = null
  }

  #reconnect(): void {
    this.#attached.clear()
    this.connect()
  }

  #opened(generation: number, cut: () => void): void {
    if (generation !== this.#generation) {
      cut()
      return
    }
    this.#cutOpening = null
    this.#clear('opening')
    this.#cut?.()
    this.#cut = cut
    this.#failures = 0
    this.#clear('poll')
    this.#clear('retry socket')
    this.#listenForSilence()
    this.#set('refresh', REFRESH, () => this.#reconnect())
    this.#become('live')
    // The server's replay may not reach as far back as the cursor.
    void this.#owner.catchUp().catch((error: unknown) => this.#doubt(error))
  }

  #message(text: string): void {
    if (this.#state === 'idle') return
    this.#listenForSilence()
    this.#owner.frame(text)
  }

  #closed(generation: number): void {
    if (generation === this.#generation) this.#failed(generation)
  }

  #listenForSilence(): void {
    const generation = this.#generation
    this.#set('silence', SILENCE, () => {
      this.#owner.catchUp().then(
        (news) => {
          if (generation !== this.#generation) return
          // News that only polling could tell: the socket is dead without having been closed.
          if (news) this.#reconnect()
          else this.#listenForSilence()
        },
        (error: unknown) => this.#doubt(error),
      )
    })
  }

  /** A question about what is new failed while the socket seemed well. */
  #doubt(error: unknown): void {
    if (isFatal(error)) this.#fail(error)
    else if (this.#state === 'live') this.#failed(this.#generation)
  }

  #failed(generation: number): void {
    if (generation !== this.#generation) return
    this.#dropOpening()
    this.#cut?.()
    this.#cut = null
    for (const name of ['opening', 'silence', 'refresh']) this.#clear(name)
    this.#attached.clear()
    this.#failures += 1
    if (this.#failures >= ATTEMPTS_BEFORE_POLLING) {
      this.#set('retry socket', RETRY_SOCKET, () => this.connect())
      if (this.#state !== 'polling') this.#poll(POLL)
      this.#become('polling')
      return
    }
    this.#become('connecting')
    this.#set('reconnect', this.#backoff(this.#failures), () => this.connect())
  }

  #poll(ms: number): void {
    this.#set('poll', ms, () => {
      this.#owner.catchUp().then(
        () => {
          this.#pollFailures = 0
          if (this.#state === 'polling') this.#poll(POLL)
        },
        (error: unknown) => {
          if (isFatal(error)) {
            this.#fail(error)
            return
          }
          this.#pollFailures += 1
          if (this.#state === 'polling') this.#poll(POLL + this.#backoff(this.#pollFailures))
        },
      )
    })
  }

  #backoff(failures: number): number {
    const base = Math.min(1_000 * 2 ** (failures - 1), MAX_BACKOFF)
    return base * (1 + this.#options.random() * 0.25)
  }

  #fail(error: unknown): void {
    this.close()
    this.#owner.fail(error)
  }

  #become(state: LinkState): void {
    if (state === this.#state) return
    this.#state = state
    this.#owner.state(state)
  }

  #set(name: string, ms: number, fire: () => void): void {
    this.#clear(name)
    this.#timers.set(
      name,
      this.#options.clock.timer(name, ms, () => {
        this.#timers.delete(name)
        fire()
      }),
    )
  }

  #clear(name: string): void {
    this.#timers.get(name)?.()
    this.#timers.delete(name)
  }
}
