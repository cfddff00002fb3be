import { html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import { toolbarKey } from '../../context/toolbar.ts'
import type { Strings } from '../../i18n/strings.ts'
import { icons } from '../../icons/icons.ts'
import { renderAttachButton } from './render-uploads.ts'
import type { Uploads } from './uploads.ts'

/** The tools beside the field. */
export interface ComposerTools {
  readonly strings: Strings
  readonly disabled: boolean
  /** What files are added to; null where none may be. */
  readonly uploads: Uploads | null
  openEmoji(event: Event): void
}

/** One tab stop; arrows lead from one tool to the other. */
export const renderTools = ({ strings, disabled, uploads, openEmoji }: ComposerTools): TemplateResult =>
  html`<div class="tools" role="toolbar" aria-label=${strings.add} @keydown=${toolbarKey}>
    ${uploads === null ? nothing : renderAttachButton(uploads, strings)}
    <button
      type="button"
      part="emoji"
      class="icon"
      aria-label=${strings.emoji}
      title=${strings.emoji}
      aria-haspopup="dialog"
      tabindex=${uploads === null ? 0 : -1}
      ?disabled=${disabled}
      @click=${openEmoji}
    >
      ${icons.smile}
    </button>
  </div>`
