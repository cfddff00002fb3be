import { html, nothing } from 'lit'
import type { TemplateResult } from 'lit'

/** What stands in for messages that are on their way. */
export const skeletons = (label: string): TemplateResult => {
  const lines = Array.from({ length: 6 }, () => html`<span></span>`)
  return html`<div class="skeletons" aria-busy="true" role="status" aria-label=${label}>${lines}</div>`
}

/** What is said where there are no messages to show, with what one may do about it. */
export const notice = (text: string, action: TemplateResult | typeof nothing = nothing): TemplateResult =>
  html`<div class="state">
    <slot name="empty"><p>${text}</p></slot>
    ${action}
  </div>`
