import type { TimelineRow, TimelineSnapshot } from '@msg/client/views'
import type { MessageId } from '@msg/core'
import type { ReactiveController, ReactiveControllerHost } from 'lit'
import type { Surroundings } from '../../context/surroundings.ts'
import { beginningOf } from '../../text/beginning.ts'
import { nameOf } from '../../text/names.ts'

/** So long, in milliseconds, what comes after one message that was read out is gathered, to be told at once. */
const gathering = 2_000

/**
 * Reads out what others say while one looks on, and that something of mine was not sent. What was there when the list opened is
 * not read out.
 */
export class Arrivals implements ReactiveController {
  #told: number | null = null
  #unsent: ReadonlySet<MessageId> = new Set()
  #gathered: readonly TimelineRow[] = []
  #profiles: TimelineSnapshot['profiles'] = new Map()
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(host: ReactiveControllerHost) {
    host.addController(this)
  }

  hostDisconnected(): void {
    this.reset()
  }

  /** Another list begins. */
  reset(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#gathered = []
    this.#told = null
    this.#unsent = new Set()
  }

  /** Tells what is new in a snapshot of the conversation of that title. */
  tell({ status, rows, after, profiles }: TimelineSnapshot, title: string, surroundings: Surroundings): void {
    if (status !== 'ready') return
    this.#profiles = profiles
    const before = this.#told
    this.#alert(rows, before !== null, surroundings)
    if (after !== 'end') return
    const last = rows.findLast(({ seq }) => seq !== null)?.seq ?? 0
    this.#told = Math.max(last, before ?? 0)
    if (before === null || last <= before || document.visibilityState !== 'visible') return
    const me = surroundings.connected?.session.me
    const fresh = rows.filter(({ seq, authorId }) => seq !== null && seq > before && authorId !== me)
    this.#gathered = [...this.#gathered, ...fresh]
    if (this.#timer !== undefined || fresh.length === 0) return
    this.#say(title, surroundings)
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      this.#say(title, surroundings)
    }, gathering)
  }

  #say(title: string, { strings, announcer }: Surroundings): void {
    const [only, ...more] = this.#gathered
    this.#gathered = []
    if (only === undefined) return
    if (more.length > 0) return announcer.say(strings.newIn(more.length + 1, title))
    announcer.say(
      strings.saidBy(
        nameOf(this.#profiles, only.authorId),
        beginningOf(only.body ?? '', () => {}),
      ),
    )
  }

  #alert(rows: readonly TimelineRow[], watching: boolean, { strings, announcer }: Surroundings): void {
    const unsent = new Set(rows.filter(({ state }) => state === 'failed').map(({ id }) => id))
    const isNew = [...unsent].some((id) => !this.#unsent.has(id))
    if (watching && isNew) announcer.alert(strings.notSent)
    this.#unsent = unsent
  }
}
