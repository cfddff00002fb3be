import type { TypingSnapshot, TypingView } from '@msg/client/views'
import type { ConversationId } from '@msg/core'
import type { ReactiveController } from 'lit'
import { OpenedView } from '../../context/opened-view.ts'
import type { ConnectedHost } from '../../context/opened-view.ts'
import type { Surroundings } from '../../context/surroundings.ts'
import { nameOf } from '../../text/names.ts'

/** It is read out at most so often, in milliseconds. */
const readOutEvery = 10_000

/** So many of those who are typing are named. */
const mostNamed = 3

/** An element that says who is typing. */
interface TypingHost extends ConnectedHost {
  readonly surroundings: Surroundings
}

/** Who is typing in a conversation, and that I am. Read out when somebody begins, not each time the line changes. */
export class TypingLine implements ReactiveController {
  readonly #host: TypingHost
  readonly #typing: OpenedView<TypingSnapshot, TypingView>
  #readOut = -Infinity
  #was = 0

  constructor(host: TypingHost) {
    this.#host = host
    this.#typing = new OpenedView<TypingSnapshot, TypingView>(
      host,
      (views, conversationId) => views.typing({ conversationId }),
      (snapshot) => this.#changed(snapshot),
    )
    host.addController(this)
  }

  hostConnected(): void {}

  of(conversationId: ConversationId | null): void {
    this.#typing.of(conversationId)
  }

  /** What it says; empty while nobody is typing. */
  get text(): string {
    return this.#said(this.#typing.snapshot)
  }

  /** Tells the others that I am typing, or no longer. */
  tell(typing: boolean): void {
    if (typing) this.#typing.view?.typed()
    else this.#typing.view?.stopped()
  }

  #changed(snapshot: TypingSnapshot): void {
    const begins = this.#was === 0 && snapshot.userIds.length > 0
    this.#was = snapshot.userIds.length
    if (!begins || document.visibilityState !== 'visible' || Date.now() - this.#readOut < readOutEvery) return
    this.#readOut = Date.now()
    this.#host.surroundings.announcer.say(this.#said(snapshot))
  }

  #said(snapshot: TypingSnapshot | null): string {
    const { userIds, profiles } = snapshot ?? { userIds: [], profiles: new Map() }
    if (userIds.length === 0) return ''
    const { strings, locale } = this.#host.surroundings
    const names = userIds.slice(0, mostNamed).map((userId) => nameOf(profiles, userId))
    if (userIds.length > mostNamed) names.push(`+${userIds.length - mostNamed}`)
    return strings.typing(new Intl.ListFormat(locale).format(names), userIds.length)
  }
}
