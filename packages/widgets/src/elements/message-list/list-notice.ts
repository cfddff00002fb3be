import type { TimelineSnapshot } from '@msg/client/views'
import type { Conversation, UserId } from '@msg/core'
import { html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import { loadFailureText } from '../../context/failure-text.ts'
import type { Surroundings } from '../../context/surroundings.ts'
import { signInLink } from '../signed-out.ts'
import { nameOf } from '../../text/names.ts'

/** What is shown in place of messages: that they come, why they do not, or that there are none; null where there are some. */
export const insteadOfMessages = (
  snapshot: TimelineSnapshot | null,
  surroundings: Surroundings,
  reload: () => void,
): TemplateResult | null => {
  const { strings, connected } = surroundings
  const alone = notConnected(surroundings)
  if (alone !== null) return alone
  if (snapshot === null || connected === null) return skeletons(strings.loading)
  if (snapshot.status === 'gone') return notice(strings.loadFailed)
  if (snapshot.rows.length > 0 && snapshot.status === 'ready') return null
  if (snapshot.error !== null)
    return notice(
      loadFailureText(snapshot.error, strings),
      html`<button class="primary" @click=${reload}>${strings.retry}</button>`,
    )
  if (snapshot.status === 'loading') return skeletons(strings.loading)
  return emptyConversation(snapshot, connected.session.me, strings.emptyConversation)
}

/** What stands in for messages that are on their way. */
const skeletons = (label: string): TemplateResult => {
  const lines = Array.from({ length: 6 }, () => html`<span></span>`)
  return html`<div class="skeletons" aria-busy="true" role="status" aria-label=${label}>${lines}</div>`
}

/** What is said where there are no messages to show, with what one may do about it. */
const notice = (text: string, action: TemplateResult | typeof nothing = nothing): TemplateResult =>
  html`<div class="state">
    <p role="alert">${text}</p>
    ${action}
  </div>`

/** What is said instead of messages while there is nobody to read them as; null where there is. */
const notConnected = (surroundings: Surroundings): TemplateResult | null => {
  const { state, strings, retry } = surroundings
  switch (state) {
    case 'ready':
      return null
    case 'loading':
      return skeletons(strings.loading)
    case 'failed':
      return notice(strings.unreachable, html`<button class="primary" @click=${retry}>${strings.retry}</button>`)
    case 'signed-out':
      return notice(strings.sessionOver, signInLink(strings.signIn, surroundings))
  }
}

/** What is shown of a conversation in which nothing was said: with whom it is, and that one may begin. */
const emptyConversation = ({ conversation, profiles }: TimelineSnapshot, me: UserId, text: string): TemplateResult =>
  html`<div class="state">
    <slot name="empty"
      ><div class="faces">
        ${othersIn(conversation, me).map(
          (userId) =>
            html`<msg-avatar
              .name=${nameOf(profiles, userId)}
              .src=${profiles.get(userId)?.avatarUrl ?? null}
            ></msg-avatar>`,
        )}
      </div>
      <p>${text}</p></slot
    >
  </div>`

/** Those who are shown for all: at most three. */
const othersIn = (conversation: Conversation | null, me: UserId): readonly UserId[] =>
  (conversation?.memberIds ?? []).filter((userId) => userId !== me).slice(0, 3)
