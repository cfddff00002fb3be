import type { TimelineSnapshot } from '@msg/client/views'
import type { Surroundings } from '../../context/surroundings.ts'
import { nameOf } from '../../text/names.ts'

/** So much of a message is read out, in characters. */
const readOut = 140

/** Reads out what others say while one looks on; what was there when the list opened is not read out. */
export class Arrivals {
  #told: number | null = null

  /** Another list begins. */
  reset(): void {
    this.#told = null
  }

  /** Tells what is new in a snapshot of the conversation of that title. */
  tell({ status, rows, after, profiles }: TimelineSnapshot, title: string, surroundings: Surroundings): void {
    if (status !== 'ready' || after !== 'end') return
    const { strings, announcer, connected } = surroundings
    const before = this.#told
    const last = rows.findLast(({ seq }) => seq !== null)?.seq ?? 0
    this.#told = Math.max(last, before ?? 0)
    if (before === null || last <= before || document.visibilityState !== 'visible') return
    const me = connected?.session.me
    const fresh = rows.filter(({ seq, authorId }) => seq !== null && seq > before && authorId !== me)
    const [only] = fresh
    if (only === undefined) return
    if (fresh.length > 1) announcer.say(strings.newIn(fresh.length, title))
    else announcer.say(strings.saidBy(nameOf(profiles, only.authorId), (only.body ?? '').slice(0, readOut)))
  }
}
