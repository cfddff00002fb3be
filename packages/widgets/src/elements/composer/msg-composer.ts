import type { Profile } from '@msg/core'
import { html, nothing } from 'lit'
import type { PropertyValues, TemplateResult } from 'lit'
import { MsgElement } from '../../context/msg-element.ts'
import { toolbarKey } from '../../context/toolbar.ts'
import { icons } from '../../icons/icons.ts'
import { base } from '../../theme/base.ts'
import { controls } from '../../theme/controls.ts'
import { namesOf } from '../message-list/render-attachments.ts'
import { EmojiPopover, emojiPopoverStyles } from '../emoji-picker/emoji-popover.ts'
import { composerStyles } from './composer.styles.ts'
import { draftOf, keepDraft } from './draft-store.ts'
import { marks } from './marks.ts'
import { MentionPicker, mentionPickerStyles } from './mention-picker.ts'
import type { MentionHost } from './mention-picker.ts'
import { renderAbout } from './render-about.ts'
import type { ComposerAbout } from './render-about.ts'
import { TypingTeller } from './typing-teller.ts'
import { renderAttachButton, renderUploads, uploadsStyles } from './render-uploads.ts'
import { Uploads } from './uploads.ts'

/** What is about to be sent; a listener of `msg-before-send` may change `body` or prevent it. */
export interface SendIntent {
  body: string
}

/** The characters (code points) of a text, as the server counts them. */
const characters = (text: string): number => Array.from(text).length

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
 * @csspart suggestions - Who can be mentioned
 * @csspart send - The button
 * @csspart reply-preview - What is answered or edited
 */
export class MsgComposer extends MsgElement implements MentionHost {
  static override readonly styles = [
    base,
    controls,
    composerStyles,
    uploadsStyles,
    mentionPickerStyles,
    emojiPopoverStyles,
  ]
  static override readonly shadowRootOptions = { ...MsgElement.shadowRootOptions, delegatesFocus: true }
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
  }

  declare placeholder: string
  declare maxLength: number
  declare sendKey: 'enter' | 'mod-enter'
  declare draftKey: string | null
  declare disabled: boolean
  declare attach: boolean
  declare about: ComposerAbout | null
  /** What is written. */
  declare value: string
  /** Who can be mentioned. */
  declare people: readonly Profile[]

  readonly #emoji = new EmojiPopover(this)
  readonly #uploads = new Uploads(this)
  readonly #mentions = new MentionPicker(this)
  readonly #typing = new TypingTeller((typing) => this.tell('msg-typing', { typing }))
  #save: ReturnType<typeof setTimeout> | undefined

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
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#keep()
  }

  override focus(options?: FocusOptions): void {
    this.editor?.focus(options)
  }

  replaceFrom(from: number, text: string): void {
    const { editor } = this
    if (editor === null) return
    editor.setRangeText(text, from, editor.selectionStart, 'end')
    this.#written(editor.value)
  }

  /** Puts a text where one is writing. */
  insertText(text: string): void {
    const { editor } = this
    if (editor === null) return
    editor.setRangeText(text, editor.selectionStart, editor.selectionEnd, 'end')
    this.#written(editor.value)
    editor.focus()
  }

  /** Takes in files, where that is allowed: they are uploaded at once. */
  addFiles(files: Iterable<File>): void {
    if (this.#mayAttach) this.#uploads.add(files)
  }

  /** Empties the field, and forgets its draft and files. */
  clear(): void {
    this.value = ''
    this.#uploads.clear()
    this.#mentions.reset()
    this.#keep()
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('draftKey')) {
      const before = changed.get('draftKey')
      if (typeof before === 'string') keepDraft(before, this.value)
      this.value = this.draftKey === null ? '' : draftOf(this.draftKey)
      this.#uploads.clear()
      this.#mentions.reset()
    }
  }

  protected override render(): TemplateResult {
    const { strings } = this.surroundings
    const over = characters(this.value) - this.maxLength
    return html`<form part="form" @submit=${this.#submit}>
      ${this.about === null ? nothing : renderAbout(this.about, strings, this.#cancel)}
      ${renderUploads(this.#uploads, strings)} ${this.#tools()}
      <textarea
        part="editor"
        rows="1"
        dir="auto"
        autocapitalize="sentences"
        enterkeyhint=${this.sendKey === 'enter' ? 'send' : 'enter'}
        aria-label=${this.placeholder}
        aria-invalid=${over > 0}
        placeholder=${this.placeholder}
        .value=${this.value}
        ?disabled=${this.disabled}
        @input=${this.#input}
        @keydown=${this.#key}
        aria-autocomplete="list"
        aria-haspopup="listbox"
        aria-controls=${this.#mentions.isOpen ? 'mentions' : nothing}
        aria-activedescendant=${this.#mentions.active}
        @blur=${this.#left}
        @click=${() => this.#mentions.look()}
        @paste=${this.#pasted}
      ></textarea>
      <button
        part="send"
        class="primary icon send"
        aria-label=${this.about?.type === 'edit' ? strings.save : strings.send}
        title=${this.about?.type === 'edit' ? strings.save : strings.send}
        ?disabled=${!this.#maySend}
      >
        ${this.about?.type === 'edit' ? icons.check : icons.send}
      </button>
      ${this.#uploads.hasFailed ? html`<p class="hint" role="alert">${strings.notUploaded}</p>` : nothing}
      ${over > 0 ? html`<p class="hint" role="alert">${strings.tooLong(over)}</p>` : nothing} ${this.#emoji.render()}
      ${this.#mentions.render(strings.members)}
    </form>`
  }

  /** One tab stop; arrows lead from one tool to the other. */
  #tools(): TemplateResult {
    const { strings } = this.surroundings
    const attaches = this.#mayAttach
    return html`<div class="tools" role="toolbar" aria-label=${strings.add} @keydown=${toolbarKey}>
      ${attaches ? renderAttachButton(this.#uploads, strings) : nothing}
      <button
        type="button"
        part="emoji"
        class="icon"
        aria-label=${strings.emoji}
        title=${strings.emoji}
        aria-haspopup="dialog"
        tabindex=${attaches ? -1 : 0}
        ?disabled=${this.disabled}
        @click=${this.#openEmoji}
      >
        ${icons.smile}
      </button>
    </div>`
  }

  /** An edit keeps the files the message has. */
  get #mayAttach(): boolean {
    return this.attach && !this.disabled && this.about?.type !== 'edit'
  }

  get #maySend(): boolean {
    if (this.disabled || !this.#uploads.isReady || characters(this.value) > this.maxLength) return false
    return this.value.trim() !== '' || this.#uploads.list.length > 0
  }

  get editor(): HTMLTextAreaElement | null {
    return this.renderRoot.querySelector('textarea')
  }

  readonly #input = (event: Event): void => {
    if (!(event.target instanceof HTMLTextAreaElement)) return
    this.#written(event.target.value)
    this.#mentions.look()
  }

  #written(value: string): void {
    this.value = value
    clearTimeout(this.#save)
    this.#save = setTimeout(() => this.#keep(), 300)
    this.#typing.written(value)
  }

  readonly #left = (): void => {
    this.#typing.stop()
    this.#mentions.close()
  }

  #keep(): void {
    clearTimeout(this.#save)
    if (this.draftKey !== null && this.about?.type !== 'edit') keepDraft(this.draftKey, this.value)
  }

  readonly #submit = (event: Event): void => {
    event.preventDefault()
    this.#send()
  }

  readonly #pasted = (event: ClipboardEvent): void => {
    const files = event.clipboardData?.files ?? []
    if (files.length === 0 || !this.#mayAttach) return
    event.preventDefault()
    this.addFiles(files)
  }

  readonly #openEmoji = (event: Event): void => {
    if (event.currentTarget instanceof Element) this.#emoji.open(event.currentTarget, (emoji) => this.insertText(emoji))
  }

  readonly #cancel = (): void => this.tell('msg-cancel', {})

  #send(): void {
    if (!this.#maySend) return
    const { attachments } = this.#uploads
    const intent: SendIntent = { body: this.value.trim() === '' ? namesOf(attachments) : this.value }
    if (!this.ask('msg-before-send', intent)) return
    const mentions = this.#mentions.in(intent.body)
    this.clear()
    this.#typing.sent()
    this.tell('msg-send', { body: intent.body, attachments, mentions })
  }

  readonly #key = (event: KeyboardEvent): void => {
    // What confirms a word in an input method is no Enter of ours.
    if (event.isComposing) return
    if (this.#mentions.takes(event)) {
      event.preventDefault()
      return event.stopPropagation()
    }
    const mod = event.ctrlKey || event.metaKey
    if (this.editor !== null && marks(event, this.editor)) {
      event.preventDefault()
      this.#written(this.editor.value)
    } else if (event.key === 'Enter' && !event.shiftKey && (this.sendKey === 'enter' || mod)) {
      event.preventDefault()
      this.#send()
    } else if (event.key === 'Escape' && this.about !== null) {
      event.stopPropagation()
      this.#cancel()
    } else if (event.key === 'ArrowUp' && this.value === '' && this.about === null) {
      event.preventDefault()
      this.tell(event.shiftKey ? 'msg-reply-last' : 'msg-edit-last', {})
    }
  }
}
