import type { Timeline, TimelineSnapshot } from '@msg/client/views'
import type { Conversation, ConversationId, Session } from '@msg/core'
import { html, nothing } from 'lit'
import type { PropertyValues, TemplateResult } from 'lit'
import { Asking } from '../../context/asking.ts'
import { Attempt } from '../../context/attempt.ts'
import { failureText, loadFailureText } from '../../context/failure-text.ts'
import { MsgElement } from '../../context/msg-element.ts'
import { OpenedView } from '../../context/opened-view.ts'
import { beginningOf } from '../../text/beginning.ts'
import { authorOf, headingOf } from '../../text/names.ts'
import { base } from '../../theme/base.ts'
import { controls } from '../../theme/controls.ts'
import { faces } from '../../theme/faces.ts'
import { notices } from '../../theme/notice.ts'
import type { SendKey } from '../composer/composer-keys.ts'
import { isThere } from '../message-list/is-there.ts'
import { failedNotice } from '../failed-notice.ts'
import { signedOutNotice, signInLink } from '../notice.ts'
import { roomStyles } from './room.styles.ts'
import { renderAvatar } from '../render-person.ts'

/** So many of those who are in it are shown. */
const mostFaces = 3

type Profiles = TimelineSnapshot['profiles']

/** What makes one stand elsewhere: in the room, or before it. */
type Passing = (session: Session, ...asked: Parameters<Session['members']['join']>) => Promise<Conversation>

const nobody: Profiles = new Map()

/**
 * The room of one of the host's own objects, or any room: what is said in it for those who joined, the way in for others.
 *
 * @attr target-type - What kind of object the room is about
 * @attr target-id - Which one
 * @attr room-id - Or the room itself
 * @attr join - `button` (default): one asks to join; `auto`: whoever opens it joins; `none`: nobody joins here
 * @attr preview - So many messages are shown before one joins; default 3
 * @attr heading - What the room is called where it has no title, or is about a target
 * @attr show-deleted - Leave a mark where a message was deleted; default on, `show-deleted="no"` for off
 * @attr send-key - `enter` (default) or `mod-enter`
 * @attr login-url - Where to sign in; `next` gets the address of this page
 * @slot gate - In place of what is shown to those who have not joined
 * @slot signed-out - What is shown to somebody who is not signed in
 * @fires msg-before-join - Cancelable
 * @fires msg-join - `detail.conversationId`
 * @fires msg-leave - `detail.conversationId`
 * @csspart gate - What is shown to those who have not joined
 */
export class MsgRoom extends MsgElement {
  static override readonly styles = [base, controls, notices, faces, roomStyles]
  static override readonly properties = {
    targetType: { attribute: 'target-type' },
    targetId: { attribute: 'target-id' },
    roomId: { attribute: 'room-id' },
    join: {},
    preview: { type: Number },
    heading: {},
    showDeleted: { attribute: 'show-deleted' },
    sendKey: { attribute: 'send-key' },
    loginUrl: { attribute: 'login-url' },
  }

  declare targetType: string | null
  declare targetId: string | null
  declare roomId: ConversationId | null
  declare join: 'button' | 'auto' | 'none'
  declare preview: number
  declare heading: string | null
  declare showDeleted: string | null
  declare sendKey: SendKey
  declare loginUrl: string | null

  readonly #found = new Attempt<Conversation>(this)
  /** What goes on in the room, for as long as one stands before it. */
  readonly #watched = new OpenedView<TimelineSnapshot, Timeline>(this, (views, conversationId) =>
    views.timeline({ conversationId, pageSize: Math.min(100, Math.max(1, this.preview)) }),
  )
  /** What a conversation needs: loaded for those who are in the room. */
  readonly #loading = new Attempt<unknown>(this)
  readonly #passing = new Attempt<void>(this)
  /** The room as it was when one entered or left it here. */
  #passed: Conversation | null = null
  readonly #asking = new Asking(this)
  #wanted: string | null = null

  constructor() {
    super()
    this.targetType = null
    this.targetId = null
    this.roomId = null
    this.join = 'button'
    this.preview = 3
    this.heading = null
    this.showDeleted = null
    this.sendKey = 'enter'
    this.loginUrl = null
  }

  protected override willUpdate(_changed: PropertyValues<this>): void {
    const { connected } = this.surroundings
    // Where the host has no rooms there is none to find.
    const session = connected?.session.features.rooms === true ? connected.session : null
    const wanted = session === null ? null : JSON.stringify([session.me, this.roomId, this.targetType, this.targetId])
    if (wanted !== this.#wanted) {
      this.#wanted = wanted
      this.#passing.reset()
      this.#passed = null
      if (session === null) this.#found.reset()
      else this.#found.load((signal) => this.#find(session, signal))
    }
    const room = this.#room
    this.#watched.of(room === null || room.me.status === 'active' ? null : room.id)
    if (this.#shown?.me.status === 'active' && this.#loading.state.status === 'idle') this.#load()
  }

  /** The room as it was when one found, entered or left it. */
  get #room(): Conversation | null {
    return this.#passed ?? this.#found.answer
  }

  /** The room as it is by now. */
  get #shown(): Conversation | null {
    return this.#watched.snapshot?.conversation ?? this.#room
  }

  protected override render(): TemplateResult | typeof nothing {
    const { strings, state, connected } = this.surroundings
    if (connected?.session.features.rooms === false) return nothing
    if (state === 'signed-out') {
      const text = this.heading === null ? strings.signIn : strings.signInTo(this.heading)
      const link = signInLink(text, this.surroundings, this.loginUrl)
      return signedOutNotice(html`<slot name="signed-out">${link}</slot>`)
    }
    if (state === 'failed') return failedNotice(strings.unreachable, strings, this.surroundings.retry)
    const found = this.#found.state
    if (found.status === 'failed') return failedNotice(loadFailureText(found.error, strings), strings, this.#again)
    const room = this.#shown
    return room === null || room.me.status === 'active' ? this.#inside(room) : this.#gate(room)
  }

  async #find(session: Session, signal: AbortSignal): Promise<Conversation> {
    const conversation = await this.#open(session, signal)
    if (this.join !== 'auto' || !conversation.me.can.join) return conversation
    const joined = await session.members.join({ conversationId: conversation.id }, { signal })
    this.tell('msg-join', { conversationId: joined.id })
    return joined
  }

  #open(session: Session, signal: AbortSignal): Promise<Conversation> {
    if (this.roomId !== null) return session.conversations.get({ conversationId: this.roomId }, { signal })
    const target = { type: this.targetType ?? '', id: this.targetId ?? '' }
    return session.conversations.openRoom({ target }, { signal })
  }

  #inside(room: Conversation | null): TemplateResult {
    const { strings } = this.surroundings
    if (this.#loading.state.status === 'failed') return failedNotice(strings.unreachable, strings, this.#load)
    return html`<msg-conversation
        .conversationId=${room?.id ?? null}
        .heading=${this.heading}
        .showDeleted=${this.showDeleted}
        .sendKey=${this.sendKey}
        .joins=${this.join !== 'none'}
        @msg-leave=${this.#left}
      >
        ${
          room === null || !room.me.can.leave
            ? nothing
            : html`<button slot="header-actions" @click=${() => this.#askToLeave(room)}>${strings.leave}</button>`
        }
        ${this.#notPassed()}
      </msg-conversation>
      ${this.#asking.render(strings)}`
  }

  #gate(room: Conversation): TemplateResult {
    const { strings, locale, connected } = this.surroundings
    const { rows = [], profiles = nobody } = this.#watched.snapshot ?? {}
    const naming = { profiles, me: connected?.session.me ?? '', locale, strings }
    const title = headingOf(room, this.heading, naming)
    const shown = this.showDeleted === 'no' ? rows.filter(isThere) : rows
    return html`<section part="gate" class="gate" aria-label=${title}>
      <slot name="gate">
        <h2><bdi>${title}</bdi></h2>
        ${this.#previewed(this.preview > 0 ? shown.slice(-this.preview) : [], profiles)}
        <div class="enter">
          <div class="faces">${room.memberIds.slice(0, mostFaces).map((userId) => renderAvatar(userId, profiles))}</div>
          <p>${strings.memberCount(room.memberCount)}</p>
          ${this.#lastSaid(room)} ${this.#notPassed()}
          ${
            room.me.can.join && this.join !== 'none'
              ? html`<button
                  class="primary"
                  ?disabled=${this.#passing.state.status === 'waiting'}
                  @click=${() => this.#enter(room)}
                >
                  ${strings.join}
                </button>`
              : html`<p>${strings.mayNotWrite}</p>`
          }
        </div>
      </slot>
    </section>`
  }

  /** Why one could not enter, or leave: above where one writes. */
  #notPassed(): TemplateResult | typeof nothing {
    const passing = this.#passing.state
    if (passing.status !== 'failed') return nothing
    return html`<p slot="before-composer" role="alert">${failureText(passing.error, this.surroundings.strings)}</p>`
  }

  #lastSaid({ lastMessage }: Conversation): TemplateResult | typeof nothing {
    const { strings, times, now } = this.surroundings
    if (lastMessage === null) return nothing
    const { createdAt } = lastMessage
    const when = times.short(createdAt, now)
    return html`<time datetime=${createdAt} title=${times.full(createdAt)}>${strings.lastSaid(when)}</time>`
  }

  #previewed(rows: TimelineSnapshot['rows'], profiles: Profiles): TemplateResult {
    const { strings, times, now, connected } = this.surroundings
    const naming = { profiles, me: connected?.session.me ?? null, you: strings.you }
    return html`<ol>
      ${rows.map(
        ({ authorId, body, createdAt }) =>
          html`<li>
            ${renderAvatar(authorId, profiles)}
            <div class="by">
              <span dir="auto">${authorOf(authorId, naming)}</span>
              <time datetime=${createdAt}>${times.short(createdAt, now)}</time>
            </div>
            <p dir="auto">${body === null ? strings.deleted : beginningOf(body, () => this.requestUpdate())}</p>
          </li>`,
      )}
    </ol>`
  }

  readonly #load = (): void => this.#loading.load(() => import('../../define/conversation.ts'))

  readonly #again = (): void => {
    this.#wanted = null
    this.requestUpdate()
  }

  #enter({ id }: Conversation): void {
    if (!this.ask('msg-before-join', { conversationId: id })) return
    this.#pass(id, 'msg-join', (session, ...asked) => session.members.join(...asked))
  }

  #askToLeave({ id }: Conversation): void {
    this.#asking.ask({
      text: (strings) => strings.leaveAsked,
      confirm: (strings) => strings.leave,
      agreed: () => this.#pass(id, 'msg-leave', (session, ...asked) => session.members.leave(...asked)),
    })
  }

  /** One left by the list of members, which has told so: what is before the room is shown as to anybody. */
  readonly #left = ({ detail }: CustomEvent<{ readonly conversationId: ConversationId }>): void =>
    this.#pass(detail.conversationId, null, (session, ...asked) => session.conversations.get(...asked))

  /** Enters or leaves, and tells so. Until that is done all stays as it is. */
  #pass(conversationId: ConversationId, told: string | null, pass: Passing): void {
    const session = this.surroundings.connected?.session
    if (session === undefined) return
    this.#passing.start(async (signal) => {
      const room = await pass(session, { conversationId }, { signal })
      if (!signal.aborted) this.#passed = room
      if (told !== null) this.tell(told, { conversationId })
    })
  }
}
