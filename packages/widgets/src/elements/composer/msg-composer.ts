import type { Profile } from '@msg/core'
import { html, nothing } from 'lit'
import type { PropertyValues, TemplateResult } from 'lit'
import { isComposing } from '../../context/field-keys.ts'
import { MsgElement } from '../../context/msg-element.ts'
import { Popover, popoverStyles } from '../../context/popover.ts'
import { icons } from '../../icons/icons.ts'
import { characters } from '../../text/characters.ts'
import { base } from '../../theme/base.ts'
import { controls } from '../../theme/controls.ts'
import { namesOf } from '../message-list/render-attachments.ts'
import { openEmoji } from '../emoji-picker/emoji-popover.ts'
import { composerKey } from './composer-keys.ts'
import type { SendKey } from './composer-keys.ts'
import { composerStyles } from './composer.styles.ts'
import { Draft } from './draft.ts'
import { createEmojiWords } from './emoji-words.ts'
import { marks } from './marks.ts'
import { createMentions } from './mentions.ts'
import type { FindPeople, MentionsHost } from './mentions.ts'
import { renderAbout } from './render-about.ts'
import type { ComposerAbout } from './render-about.ts'
import { Suggestions, suggestionsStyles } from './suggestions.ts'
import type { SuggestionsHost } from './suggestions.ts'
import { typeInto } from './type-into.ts'
import { TypingTeller } from './typing-teller.ts'
import { renderTools } from './render-tools.ts'
import type { ComposerTools } from './render-tools.ts'
import { renderNotAttached, renderUploads, uploadsStyles } from './render-uploads.ts'
import type { SendIntent } from './send-intent.ts'
import { Uploads } from './uploads.ts'

/**
 * Where one writes. Enter sends, Shift and Enter begin a line; Tab always leads on.
 *
 * @attr placeholder - What the empty field says, and its label
 * @attr maxlength - Characters at most; default 16,384
 * @attr send-key - `enter` (default) or `mod-enter`
 * @attr draft-key - Under which the draft is kept; none: it is not kept
 * @attr disabled - Nobody writes
 * @attr attach - Files may be picked, pasted and dropped
 * @fires msg-before-send - `detail.body` may be changed. Cancelable
 * @fires msg-send - `detail.body` is to be sent, with the uploads `detail.attachments`; it speaks to `detail.mentions`
 * @fires msg-typing - `detail.typing`; again while it goes on
 * @fires msg-cancel - The reply or the edit is given up
 * @fires msg-edit-last - Up was pressed in the empty field
 * @fires msg-reply-last - Shift and Up were
 * @csspart form - Everything
 * @csspart editor - The field
 * @csspart attach - The button that picks files
 * @csspart upload - A file that is to be sent
 * @csspart emoji - The button that opens the picker of emoji
 * @csspart suggestions - Who can be mentioned, and emoji for a word
 * @csspart send - The button
 * @csspart reply-preview - What is answered or edited
 */
export class MsgComposer extends MsgElement implements SuggestionsHost, MentionsHost {
  static override readonly styles = [base, controls, composerStyles, uploadsStyles, suggestionsStyles, popoverStyles]
  static override readonly shadowRootOptions: ShadowRootInit = { ...MsgElement.shadowRootOptions, delegatesFocus: true }
  static override readonly properties = {
    placeholder: {},
    maxLength: { type: Number, attribute: 'maxlength' },
    sendKey: { attribute: 'send-key' },
    draftKey: { attribute: 'draft-key' },
    disabled: { type: Boolean, reflect: true },
    attach: { type: Boolean },
    about: { attribute: false },
    value: { attribute: false },
    people: { attribute: false },
    findPeople: { attribute: false },
  }

  declare placeholder: string
  declare maxLength: number
  declare sendKey: SendKey
  declare draftKey: string | null
  declare disabled: boolean
  declare attach: boolean
  declare about: ComposerAbout | null
  /** What is written. */
  declare value: string
  /** Who can be mentioned, as far as they are known. */
  declare people: readonly Profile[]
  /** Looks for others who can be. */
  declare findPeople: FindPeople

  readonly #popover = new Popover(this)
  readonly #uploads = new Uploads(this)
  readonly #draft = new Draft(this)
  readonly #mentions = createMentions(this)
  readonly #suggestions = new Suggestions(this, [this.#mentions, createEmojiWords(this)])
  readonly #typing = new TypingTeller((typing) => this.tell('msg-typing', { typing }))

  constructor() {
    super()
    this.placeholder = ''
    this.maxLength = 16_384
    this.sendKey = 'enter'
    this.draftKey = null
    this.disabled = false
    this.attach = false
    this.about = null
    this.value = ''
    this.people = []
    this.findPeople = async () => []
  }

  override focus(options?: FocusOptions): void {
    this.editor?.focus(options)
  }

  replaceFrom(from: number, text: string): void {
    const { editor } = this
    if (editor === null) return
    editor.setSelectionRange(from, editor.selectionStart)
    typeInto(editor, text)
  }

  /** Puts a text where one is writing. */
  insertText(text: string): void {
    if (this.editor !== null) typeInto(this.editor, text)
  }

  /** Puts a text before what is written, and keeps it at once: nobody else has it any more. */
  beginWith(text: string): void {
    this.value = [text, this.value].filter(Boolean).join('\n')
    this.#draft.keep()
  }

  /** Takes in files, where that is allowed: they are uploaded at once. */
  addFiles(files: Iterable<File>): void {
    if (this.#mayAttach) this.#uploads.add(files)
  }

  /** Looks what can be suggested for what is being written. */
  suggest(): void {
    this.#suggestions.look()
  }

  /** Puts the text of a message into the field to be changed: what was being written comes back, with its files, when that is over. */
  beginEdit(text: string): void {
    this.#draft.setAside()
    this.value = text
  }

  /** The message is edited, or is not after all. */
  endEdit(): void {
    this.#draft.takeBack()
    this.#suggestions.close()
  }

  /** Empties the field, and forgets its draft and files. */
  clear(): void {
    this.value = ''
    this.#uploads.clear()
    this.#mentions.reset()
    this.#suggestions.close()
    this.#draft.keep()
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('draftKey')) return
    this.#draft.under(this.draftKey)
    this.#uploads.clear()
    this.#mentions.reset()
  }

  protected override render(): TemplateResult {
    const { strings } = this.surroundings
    const over = characters(this.value) - this.maxLength
    return html`<form part="form" @submit=${this.#submit}>
      ${this.about === null ? nothing : renderAbout(this.about, strings, this.#cancel)}
      ${this.#edits ? nothing : renderUploads(this.#uploads, strings)} ${renderTools(this.#tools)}
      <textarea
        part="editor"
        rows="1"
        dir=${this.value === '' ? nothing : 'auto'}
        autocapitalize="sentences"
        enterkeyhint=${this.sendKey === 'enter' ? 'send' : 'enter'}
        aria-label=${this.placeholder}
        aria-invalid=${over > 0}
        placeholder=${this.placeholder}
        .value=${this.value}
        ?readonly=${this.disabled}
        aria-disabled=${this.disabled}
        @input=${this.#input}
        @keydown=${this.#key}
        aria-autocomplete="list"
        aria-haspopup="listbox"
        aria-controls=${this.#suggestions.isOpen ? 'suggestions' : nothing}
        aria-activedescendant=${this.#suggestions.active}
        @blur=${this.#left}
        @click=${() => this.suggest()}
        @paste=${this.#pasted}
      ></textarea>
      <button
        part="send"
        class="primary icon send"
        aria-label=${this.#edits ? strings.save : strings.send}
        title=${this.#edits ? strings.save : strings.send}
        ?disabled=${!this.#maySend}
      >
        ${this.#edits ? icons.check : icons.send}
      </button>
      ${this.#edits ? nothing : renderNotAttached(this.#uploads, this.surroundings)}
      ${over > 0 ? html`<p class="hint" role="alert">${strings.tooLong(over)}</p>` : nothing} ${this.#popover.render()}
      ${this.#suggestions.render(strings)}
    </form>`
  }

  get #tools(): ComposerTools {
    const { strings } = this.surroundings
    const uploads = this.#mayAttach ? this.#uploads : null
    return { strings, uploads, disabled: this.disabled, openEmoji: this.#openEmoji }
  }

  get #edits(): boolean {
    return this.about?.type === 'edit'
  }

  /** An edit keeps the files the message has. */
  get #mayAttach(): boolean {
    return this.attach && !this.disabled && !this.#edits
  }

  get #maySend(): boolean {
    if (this.disabled || characters(this.value) > this.maxLength) return false
    if (this.#edits) return this.value.trim() !== ''
    return this.#uploads.isReady && (this.value.trim() !== '' || this.#uploads.list.length > 0)
  }

  get editor(): HTMLTextAreaElement | null {
    return this.renderRoot.querySelector('textarea')
  }

  readonly #input = (event: Event): void => {
    if (!(event.target instanceof HTMLTextAreaElement)) return
    this.#written(event.target.value)
    this.suggest()
  }

  #written(value: string): void {
    this.value = value
    this.#draft.written()
    this.#typing.written(value)
  }

  readonly #left = (): void => {
    this.#typing.stop()
    this.#suggestions.close()
  }

  readonly #submit = (event: Event): void => {
    event.preventDefault()
    this.#send()
  }

  readonly #pasted = (event: ClipboardEvent): void => {
    const { files = [], types = [] } = event.clipboardData ?? {}
    // A text that has a look comes with a picture of itself from a spreadsheet: it is the text that is meant.
    const isText = types.includes('text/plain') && types.includes('text/html')
    if (files.length === 0 || isText || !this.#mayAttach) return
    event.preventDefault()
    this.addFiles(files)
  }

  readonly #openEmoji = (event: Event): void => {
    if (event.currentTarget instanceof Element)
      openEmoji(this.#popover, event.currentTarget, (emoji) => this.insertText(emoji))
  }

  readonly #cancel = (): void => this.tell('msg-cancel', {})

  #send(): void {
    if (!this.#maySend) return
    const attachments = this.#edits ? [] : this.#uploads.attachments
    const intent: SendIntent = { body: this.value.trim() === '' ? namesOf(attachments) : this.value }
    if (!this.ask('msg-before-send', intent)) return
    const mentions = this.#mentions.in(intent.body)
    if (this.#edits) this.endEdit()
    else this.clear()
    this.#typing.sent()
    this.tell('msg-send', { body: intent.body, attachments, mentions })
  }

  readonly #key = (event: KeyboardEvent): void => {
    // What confirms a word in an input method is no Enter of ours.
    if (isComposing(event) || this.disabled) return
    if (this.#suggestions.takes(event)) {
      event.preventDefault()
      return event.stopPropagation()
    }
    if (this.editor !== null && marks(event, this.editor)) return event.preventDefault()
    const { sendKey, value, about } = this
    const asked = composerKey(event, { sendKey, isEmpty: value === '', isAbout: about !== null })
    if (asked === null) return
    event.preventDefault()
    if (asked === 'cancel') event.stopPropagation()
    if (asked === 'send') this.#send()
    else this.tell(`msg-${asked}`, {})
  }
}
