import type { Timeline, TimelineSnapshot } from '@msg/client/views'
import type { ReactiveControllerHost } from 'lit'

/** Where reading stopped, which may lie before what a timeline loads at first. Who has read nothing begins at the end. */
export class StoppedAt {
  readonly #host: Pick<ReactiveControllerHost, 'requestUpdate'>
  /** The timeline that it was looked for in last. */
  #timeline: Timeline | null = null
  #isThere = true

  constructor(host: Pick<ReactiveControllerHost, 'requestUpdate'>) {
    this.#host = host
  }

  /** Whether it is still to come: it is loaded where it is not there. */
  isSought(timeline: Timeline, { conversation, divider, before }: TimelineSnapshot): boolean {
    if (timeline !== this.#timeline) {
      this.#timeline = timeline
      const { readSeq = 0, unread } = conversation?.me ?? {}
      this.#isThere = divider !== null || before === 'end' || readSeq === 0 || unread?.count === 0
      if (!this.#isThere) void this.#load(timeline)
    }
    return !this.#isThere
  }

  async #load(timeline: Timeline): Promise<void> {
    await timeline.firstUnread()
    if (timeline !== this.#timeline) return
    this.#isThere = true
    this.#host.requestUpdate()
  }
}
