import { html } from 'lit'
import type { TemplateResult } from 'lit'
import type { Strings } from '../../i18n/strings.ts'
import { icons } from '../../icons/icons.ts'

/** What the composer is about beside its text: a message that is answered, or one of mine that is edited. */
export interface ComposerAbout {
  readonly type: 'reply' | 'edit'
  /** Whose message it is; null for mine. */
  readonly name: string | null
  /** What it says. */
  readonly text: string
}

/** What the composer is about, with a way out of it. */
export const renderAbout = (about: ComposerAbout, strings: Strings, cancel: () => void): TemplateResult => {
  const { type, name, text } = about
  const answering = name === null ? strings.replyingToMyself : strings.replyingTo(name)
  return html`<div part="reply-preview" class="about">
    <p><strong dir="auto">${type === 'edit' ? strings.editing : answering}</strong></p>
    <button type="button" class="icon" aria-label=${strings.cancel} title=${strings.cancel} @click=${cancel}>
      ${icons.close}
    </button>
    <p dir="auto">${text}</p>
  </div>`
}
