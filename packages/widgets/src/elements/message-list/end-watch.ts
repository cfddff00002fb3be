import type { TimelineSnapshot } from '@msg/client/views'
import type { MessageId, UserId } from '@msg/core'
import type { Strings } from '../../i18n/strings.ts'

/** Knows whether one looks at the end of a list, and how much has come since one did. */
export class EndWatch {
  #isThere = true
  /** The number of the last message when the end was last in sight. */
  #seq = 0
  /** The end has been in sight since the list began: the divider that it began with has been passed. */
  #wasThere = false
  /** The number of the last message before those that came while one looked elsewhere; null as long as none have. */
  #divided: number | null = null

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
    this.#wasThere = false
    this.#divided = null
  }

  /** Takes in a snapshot that has arrived. */
  arrived({ conversation }: TimelineSnapshot): void {
    const last = conversation?.lastSeq ?? 0
    if (this.#isThere) this.#seq = last
    else if (this.#wasThere && this.#seq > 0 && last > this.#seq) this.#divided = this.#seq
  }

  /**
   * Before which message the unread divider stands: the first of others that has come while one looked elsewhere, or as long as none
   * has, where it stood at first. It stays there while one reads.
   */
  divider({ rows, divider }: TimelineSnapshot, me: UserId | undefined): MessageId | null {
    const last = this.#divided
    if (last === null) return divider
    // Where it would stand before what is loaded, it is not there.
    if ((rows[0]?.seq ?? Infinity) > last) return null
    return rows.find(({ seq, authorId }) => seq !== null && seq > last && authorId !== me)?.id ?? null
  }

  /** Takes in whether the last line is in sight; answers whether that is news. */
  sees(lastInSight: boolean, { after, conversation }: TimelineSnapshot): boolean {
    const isThere = lastInSight && after === 'end'
    this.#wasThere ||= isThere
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
