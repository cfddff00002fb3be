import type { TimelineSnapshot } from '@msg/client/views'
import type { Conversation, ConversationInput, Member, MemberPage, Profile, Session } from '@msg/core'
import { html, nothing } from 'lit'
import type { PropertyValues, TemplateResult } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import { Asking } from '../../context/asking.ts'
import { Attempt } from '../../context/attempt.ts'
import { refusedText } from '../../context/failure-text.ts'
import { MsgDialog } from '../../context/msg-dialog.ts'
import { icons } from '../../icons/icons.ts'
import { nameOf, titleOf } from '../../text/names.ts'
import { dialogs } from '../../theme/dialog.ts'
import { MsgUserPicker } from '../user-picker/msg-user-picker.ts'
import { membersStyles } from './members.styles.ts'
import { readCrowd } from '../../context/read-crowd.ts'
import { renderAvatar } from '../render-person.ts'

/** Something that is done with a conversation. */
type Act = (session: Session, at: ConversationInput) => Promise<unknown>

/** What is asked, and said by the button that does it. */
type Word = 'leaveAsked' | 'leave' | 'deleteForMeAsked' | 'deleteForAllAsked' | 'delete'

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
  static override readonly styles = [dialogs, membersStyles]
  static override readonly properties = {
    snapshot: { attribute: false },
    newcomers: { state: true },
    adding: { state: true },
    query: { state: true },
  }

  /** The timeline of the conversation: what knows its members. */
  declare snapshot: TimelineSnapshot | null
  declare newcomers: readonly Profile[]
  declare adding: boolean
  /** Who is looked for in a crowd. */
  declare query: string
  /** Members read, where there are more than the timeline knows; what others change is seen when the dialog is opened again. */
  #crowd: MemberPage | null = null
  readonly #reading = new Attempt<void>(this)
  readonly #doing = new Attempt<void>(this)
  /** What is being done, and what was begun before that. */
  #acts: Promise<unknown> | null = null
  readonly #asking = new Asking(this)

  constructor() {
    super()
    this.snapshot = null
    this.newcomers = []
    this.adding = false
    this.query = ''
  }

  protected override render(): TemplateResult | typeof nothing {
    const { snapshot, connected } = this
    const conversation = snapshot?.conversation ?? null
    if (!this.open || snapshot === null || conversation === null || connected === null) return nothing
    const { strings, locale } = this.surroundings
    const { me } = connected.session
    const title = titleOf(conversation, { profiles: snapshot.profiles, me, locale, strings })
    const refused = refusedText(this.#doing.state, strings) || refusedText(this.#reading.state, strings)
    const crowd = snapshot.members === null ? this.#crowd : null
    const members = snapshot.members ?? crowd?.members ?? []
    const profiles = new Map(snapshot.profiles)
    for (const profile of crowd?.profiles ?? []) profiles.set(profile.id, profile)
    const content = html`<p role="alert">${refused}</p>
      ${conversation.me.can.rename ? this.#renaming(conversation) : nothing}
      <p>${strings.memberCount(conversation.memberCount)}</p>
      ${conversation.me.can.addMembers ? this.#inviting(conversation, members) : nothing}
      ${snapshot.members === null && conversation.memberCount > 100 ? this.#searching() : nothing}
      <ul>
        ${repeat(
          members,
          ({ userId }) => userId,
          (member) => this.#row(member, conversation, profiles),
        )}
      </ul>
      ${crowd?.next ? html`<button @click=${() => this.#read(crowd)}>${strings.more}</button>` : nothing}
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
        maxlength="256"
        aria-label=${strings.titleOptional}
        placeholder=${strings.titleOptional}
        value=${title ?? ''}
      />
      <button>${strings.rename}</button>
    </form>`
  }

  #searching(): TemplateResult {
    const { strings } = this.surroundings
    const isNobody = this.#reading.state.status === 'done' && this.#crowd?.members.length === 0
    return html`<input
        type="search"
        maxlength="256"
        aria-label=${strings.search}
        placeholder=${strings.search}
        .value=${this.query}
        @input=${this.#search}
      />
      <p role="status">${isNobody ? strings.nothingFound(this.query) : nothing}</p>`
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

  #row({ userId, role }: Member, conversation: Conversation, profiles: TimelineSnapshot['profiles']): TemplateResult {
    const { strings } = this.surroundings
    const name = nameOf(profiles, userId)
    const isMe = userId === this.connected?.session.me
    const manages = conversation.me.can.manageMembers && !isMe
    return html`<li part="row">
      ${renderAvatar(userId, profiles)}
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

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed)
    if (this.open && this.snapshot?.members === null && this.#reading.state.status === 'idle')
      this.#read(null, this.#crowd?.members.length)
  }

  /** Reads on in a crowd, or anew: not less than so many of those who are looked for. */
  #read(before: MemberPage | null, least = 1): void {
    const { connected, snapshot } = this
    if (connected === null || snapshot === null) return
    const { conversationId } = snapshot
    const input = { conversationId, query: this.query.trim(), before, least }
    this.#reading.load(async (signal) => {
      this.#crowd = await readCrowd(connected.session, input, { signal })
    })
  }

  /**
   * Does something with the session and the conversation; what is refused is said in the dialog. What was begun goes on, whatever
   * else is begun, and when the dialog is closed.
   */
  #do(act: Act): void {
    const { connected, snapshot } = this
    if (connected === null || snapshot === null) return
    const { conversationId } = snapshot
    const before = this.#doing.state.status === 'waiting' ? this.#acts : null
    const acts = Promise.all([before, act(connected.session, { conversationId })])
    this.#acts = acts
    this.#doing.start(async () => {
      await acts
      // A crowd is read anew.
      this.#reading.reset()
    })
  }

  protected override forget(): void {
    this.#doing.reset()
    this.#reading.reset()
    this.#crowd = null
    this.#asking.ask(null)
    this.adding = false
    this.newcomers = []
    this.query = ''
  }

  readonly #picked = (event: Event): void => {
    if (event.target instanceof MsgUserPicker) this.newcomers = event.target.value
  }

  readonly #search = (event: Event): void => {
    if (!(event.target instanceof HTMLInputElement)) return
    this.query = event.target.value
    this.#read(null)
  }

  readonly #rename = (event: SubmitEvent): void => {
    event.preventDefault()
    const field = this.renderRoot.querySelector<HTMLInputElement>('form input')
    const title = field?.value.trim() || null
    this.#do(({ conversations }, at) => conversations.update({ ...at, title }))
  }

  readonly #add = (): void => {
    const userIds = this.newcomers.map(({ id }) => id)
    this.#do(async ({ members }, at) => {
      const { conversation } = await members.add({ ...at, userIds })
      // Where one went on meanwhile it does not lead away.
      if (!this.open) return
      this.adding = false
      this.newcomers = []
      if (conversation.id === at.conversationId) return
      this.tell('msg-created', { conversationId: conversation.id })
      this.dismiss()
    })
  }

  #setRole(userId: string, role: Member['role']): void {
    const other = role === 'admin' ? 'member' : 'admin'
    this.#do(({ members }, at) => members.setRole({ ...at, userId, role: other }))
  }

  #askToRemove(userId: string, name: string): void {
    this.#asking.ask({
      text: (strings) => strings.removeAsked(name),
      confirm: (strings) => strings.remove,
      agreed: () => this.#do(({ members }, at) => members.remove({ ...at, userId })),
    })
  }

  readonly #askToLeave = (): void =>
    this.#askToEnd(['leaveAsked', 'leave', 'msg-leave'], ({ members }, at) => members.leave(at))

  #askToDelete({ kind }: Conversation): void {
    const text = kind === 'direct' ? 'deleteForMeAsked' : 'deleteForAllAsked'
    this.#askToEnd([text, 'delete', 'msg-delete'], ({ conversations }, at) => conversations.delete(at))
  }

  /** After that there is nothing here to be shown. */
  #askToEnd([text, confirm, told]: readonly [Word, Word, string], act: Act): void {
    const agreed = (): void =>
      this.#do(async (session, at) => {
        await act(session, at)
        this.tell(told, at)
        this.dismiss()
      })
    this.#asking.ask({ text: (strings) => strings[text], confirm: (strings) => strings[confirm], agreed })
  }
}
