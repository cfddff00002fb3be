import type { TimelineEdge, TimelineSnapshot } from '@msg/client/views'
import type { Conversation, UserId } from '@msg/core'
import { html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import { loadFailureText } from '../../context/failure-text.ts'
import type { Surroundings } from '../../context/surroundings.ts'
import { failedNotice } from '../failed-notice.ts'
import { signedOutNotice, signInLink } from '../notice.ts'
import type { ListItem } from './list-items.ts'
import { renderAvatar } from '../render-person.ts'

/** A list as far as it has got. */
interface Listed {
  readonly items: readonly ListItem[]
  readonly reload: () => void
}

/** What is shown in place of messages: that they come, why they do not, or that there are none; null where there are some. */
export const insteadOfMessages = (
  snapshot: TimelineSnapshot | null,
  surroundings: Surroundings,
  { items, reload }: Listed,
): TemplateResult | null => {
  const { strings, connected } = surroundings
  const alone = notConnected(surroundings)
  if (alone !== null) return alone
  if (snapshot === null || connected === null) return skeletons(strings.loading)
  if (snapshot.status === 'gone') return failedNotice(strings.loadFailed, strings, null)
  const { status, rows, before } = snapshot
  if (status === 'ready' && items.some(({ type }) => type === 'row')) return null
  if (snapshot.error !== null) return failedNotice(loadFailureText(snapshot.error, strings), strings, reload)
  // All that is loaded may be deleted, and not shown: what lies before it comes.
  if (status === 'loading' || (rows.length > 0 && before !== 'end')) return skeletons(strings.loading)
  return emptyConversation(snapshot, connected.session.me, strings.emptyConversation)
}

/** What stands in for messages that are on their way. */
const skeletons = (label: string): TemplateResult => {
  const lines = Array.from({ length: 6 }, () => html`<span></span>`)
  return html`<div class="skeletons" aria-busy="true" role="status" aria-label=${label}>${lines}</div>`
}

/** What stands in for the messages beyond an end of the list: two, and as high as the list leaves room for. */
export const edgeOf = (end: 'before' | 'after', edge: TimelineEdge): TemplateResult | typeof nothing =>
  edge === 'end'
    ? nothing
    : html`<div class=${`skeletons edge ${end} ${edge}`} aria-hidden="true"><span></span><span></span></div>`

/** What is said instead of messages while there is nobody to read them as; null where there is. */
const notConnected = (surroundings: Surroundings): TemplateResult | null => {
  const { state, strings, retry } = surroundings
  switch (state) {
    case 'ready':
      return null
    case 'loading':
      return skeletons(strings.loading)
    case 'failed':
      return failedNotice(strings.unreachable, strings, retry)
    case 'signed-out':
      return signedOutNotice(signInLink(strings.signIn, surroundings), strings.sessionOver)
  }
}

/** What is shown of a conversation in which nothing was said: with whom it is, and that one may begin. */
const emptyConversation = ({ conversation, profiles }: TimelineSnapshot, me: UserId, text: string): TemplateResult =>
  html`<div class="notice">
    <slot name="empty"
      ><div class="faces">${othersIn(conversation, me).map((userId) => renderAvatar(userId, profiles))}</div>
      <p>${text}</p></slot
    >
  </div>`

/** Those who are shown for all: at most three. */
const othersIn = (conversation: Conversation | null, me: UserId): readonly UserId[] =>
  (conversation?.memberIds ?? []).filter((userId) => userId !== me).slice(0, 3)
