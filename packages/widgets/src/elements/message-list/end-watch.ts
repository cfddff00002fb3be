import type { TimelineSnapshot } from '@msg/client/views'
import type { Strings } from '../../i18n/strings.ts'

/** Knows whether one looks at the end of a list, and how much has come since one did. */
export class EndWatch {
  #isThere = true
  /** The number of the last message when the end was last in sight. */
  #seq = 0

  /** Whether the end is in sight. */
  get isThere(): boolean {
    return this.#isThere
  }

  /** The number of the first message that has come since; null where one knows of none. */
  get firstNew(): number | null {
    return this.#seq === 0 ? null : this.#seq + 1
  }

  /** One goes to see what has come: the next way back leads to the end. */
  wentBack(): void {
    this.#seq = 0
  }

  /** Another list begins, at its end until it is placed. */
  reset(): void {
    this.#isThere = true
  }

  /** Takes in a snapshot that has arrived. */
  arrived({ conversation }: TimelineSnapshot): void {
    if (this.#isThere) this.#seq = conversation?.lastSeq ?? 0
  }

  /** Takes in whether the last line is in sight; answers whether that is news. */
  sees(lastInSight: boolean, { after, conversation }: TimelineSnapshot): boolean {
    const isThere = lastInSight && after === 'end'
    if (isThere) this.#seq = conversation?.lastSeq ?? 0
    const news = isThere !== this.#isThere
    this.#isThere = isThere
    return news
  }

  /** What the way back to the end is called; null where one is there. */
  wayBack({ after, conversation }: TimelineSnapshot, strings: Strings): string | null {
    if (this.#isThere && after === 'end') return null
    const fresh = (conversation?.lastSeq ?? 0) - this.#seq
    return this.#seq > 0 && fresh > 0 ? strings.newMessages(fresh) : strings.jumpToLatest
  }
}
