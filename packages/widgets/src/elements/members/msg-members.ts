import type { TimelineSnapshot } from '@msg/client/views'
import type { Conversation, Member, Profile, Session } from '@msg/core'
import { html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import { Asking } from '../../context/asking.ts'
import { Attempt } from '../../context/attempt.ts'
import { refusedText } from '../../context/failure-text.ts'
import { MsgDialog } from '../../context/msg-dialog.ts'
import { icons } from '../../icons/icons.ts'
import { nameOf, titleOf } from '../../text/names.ts'
import { base } from '../../theme/base.ts'
import { controls } from '../../theme/controls.ts'
import { dialogs } from '../../theme/dialog.ts'
import { MsgUserPicker } from '../user-picker/msg-user-picker.ts'
import { membersStyles } from './members.styles.ts'

/**
 * A dialog with who is in a conversation, and what one may change about that: by the same rules as the server's.
 *
 * @attr open - It is shown
 * @fires msg-close
 * @fires msg-created - Inviting into a direct made a group: `detail.conversationId`
 * @fires msg-leave - `detail.conversationId`
 * @fires msg-delete - `detail.conversationId`
 * @csspart dialog - The dialog
 * @csspart row - A member
 */
export class MsgMembers extends MsgDialog {
  static override readonly styles = [base, controls, dialogs, membersStyles]
  static override readonly properties = {
    snapshot: { attribute: false },
    newcomers: { state: true },
    adding: { state: true },
  }

  /** The timeline of the conversation: what knows its members. */
  declare snapshot: TimelineSnapshot | null
  declare newcomers: readonly Profile[]
  declare adding: boolean

  readonly #doing = new Attempt<void>(this)
  readonly #asking = new Asking(this)

  constructor() {
    super()
    this.snapshot = null
    this.newcomers = []
    this.adding = false
  }

  protected override render(): TemplateResult | typeof nothing {
    const { snapshot, connected } = this
    const conversation = snapshot?.conversation ?? null
    if (!this.open || snapshot === null || conversation === null || connected === null) return nothing
    const { strings, locale } = this.surroundings
    const { me } = connected.session
    const title = titleOf(conversation, { profiles: snapshot.profiles, me, locale, strings })
    const content = html`<p role="alert">${refusedText(this.#doing.state, strings)}</p>
      ${conversation.me.can.rename ? this.#renaming(conversation) : nothing}
      <p>${strings.memberCount(conversation.memberCount)}</p>
      ${conversation.me.can.addMembers ? this.#inviting(conversation, snapshot.members ?? []) : nothing}
      <ul>
        ${repeat(
          snapshot.members ?? [],
          ({ userId }) => userId,
          (member) => this.#row(member, conversation, snapshot),
        )}
      </ul>
      <footer>
        ${
          conversation.me.can.leave
            ? html`<button class="danger" @click=${this.#askToLeave}>${strings.leave}</button>`
            : nothing
        }
        ${
          conversation.me.can.delete
            ? html`<button class="danger" @click=${() => this.#askToDelete(conversation)}>
                ${strings.deleteConversation}
              </button>`
            : nothing
        }
      </footer>
      ${this.#asking.render(strings)}`
    return this.dialog(strings.members, content, html`<bdi>${title}</bdi>`)
  }

  #renaming({ title }: Conversation): TemplateResult {
    const { strings } = this.surroundings
    return html`<form @submit=${this.#rename}>
      <input
        name="title"
        maxlength="256"
        aria-label=${strings.titleOptional}
        placeholder=${strings.titleOptional}
        .value=${title ?? ''}
      />
      <button>${strings.rename}</button>
    </form>`
  }

  #inviting({ kind }: Conversation, members: readonly Member[]): TemplateResult {
    const { strings } = this.surroundings
    if (!this.adding)
      return html`<button class="add" @click=${() => (this.adding = true)}>${icons.plus} ${strings.addPeople}</button>`
    return html`<p class="note">${kind === 'direct' ? strings.directStaysPrivate : strings.newcomersSeeAll}</p>
      <msg-user-picker
        multiple
        .value=${this.newcomers}
        .exclude=${members.map(({ userId }) => userId)}
        @change=${this.#picked}
      ></msg-user-picker>
      <button class="primary" ?disabled=${this.newcomers.length === 0} @click=${this.#add}>${strings.add}</button>`
  }

  #row({ userId, role }: Member, conversation: Conversation, { profiles }: TimelineSnapshot): TemplateResult {
    const { strings } = this.surroundings
    const name = nameOf(profiles, userId)
    const isMe = userId === this.connected?.session.me
    const manages = conversation.me.can.manageMembers && !isMe
    return html`<li part="row">
      <msg-avatar .name=${name} .of=${userId} .src=${profiles.get(userId)?.avatarUrl ?? null}></msg-avatar>
      <span dir="auto"
        >${isMe ? strings.you : name}${role === 'admin' ? html`<small>${strings.admin}</small>` : nothing}</span
      >
      ${
        manages
          ? html`<span class="manage">
              <button class="link" @click=${() => this.#setRole(userId, role)}>
                ${role === 'admin' ? strings.makeMember : strings.makeAdmin}
              </button>
              <button
                class="link"
                aria-label=${`${strings.remove}: ${name}`}
                @click=${() => this.#askToRemove(userId, name)}
              >
                ${strings.remove}
              </button>
            </span>`
          : nothing
      }
    </li>`
  }

  /** Does something with the session and the conversation; what is refused is said in the dialog. */
  #do(act: (session: Session, conversationId: string, signal: AbortSignal) => Promise<unknown>): void {
    const { connected, snapshot } = this
    if (connected === null || snapshot === null) return
    this.#doing.start(async (signal) => {
      await act(connected.session, snapshot.conversationId, signal)
    })
  }

  protected override forget(): void {
    this.#doing.reset()
    this.#asking.ask(null)
    this.adding = false
    this.newcomers = []
  }

  readonly #picked = (event: Event): void => {
    if (event.target instanceof MsgUserPicker) this.newcomers = event.target.value
  }

  readonly #rename = (event: SubmitEvent): void => {
    event.preventDefault()
    const field = this.renderRoot.querySelector<HTMLInputElement>('input[name=title]')
    const title = field?.value.trim() ?? ''
    this.#do((session, conversationId, signal) =>
      session.conversations.update({ conversationId, title: title === '' ? null : title }, { signal }),
    )
  }

  readonly #add = (): void => {
    const userIds = this.newcomers.map(({ id }) => id)
    this.#do(async (session, conversationId, signal) => {
      const { conversation } = await session.members.add({ conversationId, userIds }, { signal })
      this.adding = false
      this.newcomers = []
      if (conversation.id === conversationId) return
      this.tell('msg-created', { conversationId: conversation.id })
      this.dismiss()
    })
  }

  #setRole(userId: string, role: Member['role']): void {
    const other = role === 'admin' ? 'member' : 'admin'
    this.#do((session, conversationId, signal) =>
      session.members.setRole({ conversationId, userId, role: other }, { signal }),
    )
  }

  #askToRemove(userId: string, name: string): void {
    const agreed = (): void =>
      this.#do((session, conversationId, signal) => session.members.remove({ conversationId, userId }, { signal }))
    this.#asking.ask({ text: (strings) => strings.removeAsked(name), confirm: (strings) => strings.remove, agreed })
  }

  readonly #askToLeave = (): void => {
    const agreed = (): void =>
      this.#do(async (session, conversationId, signal) => {
        await session.members.leave({ conversationId }, { signal })
        this.tell('msg-leave', { conversationId })
        this.dismiss()
      })
    this.#asking.ask({ text: (strings) => strings.leaveAsked, confirm: (strings) => strings.leave, agreed })
  }

  #askToDelete({ kind }: Conversation): void {
    const agreed = (): void =>
      this.#do(async (session, conversationId, signal) => {
        await session.conversations.delete({ conversationId }, { signal })
        this.tell('msg-delete', { conversationId })
        this.dismiss()
      })
    const text = kind === 'direct' ? 'deleteForMeAsked' : 'deleteForAllAsked'
    this.#asking.ask({ text: (strings) => strings[text], confirm: (strings) => strings.delete, agreed })
  }
}
