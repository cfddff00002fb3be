import { html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import type { Strings } from '../i18n/strings.ts'
import { launcherIcons } from '../icons/launcher-icons.ts'

/** What is said where something could not be loaded; `again` tries once more, where there is use in that. */
export const failedNotice = (
  text: string,
  strings: Pick<Strings, 'retry'>,
  again: (() => void) | null,
): TemplateResult =>
  html`<div class="notice">
    ${launcherIcons.alert}
    <p role="alert">${text}</p>
    ${again === null ? nothing : html`<button class="primary" @click=${again}>${strings.retry}</button>`}
  </div>`
