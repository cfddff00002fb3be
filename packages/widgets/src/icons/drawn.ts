import { html } from 'lit'
import type { SVGTemplateResult, TemplateResult } from 'lit'

/** Line drawings on a grid of 24, drawn for these widgets: currentColor, 2 px strokes. */
export const drawn = (lines: SVGTemplateResult): TemplateResult =>
  html`<svg
    viewBox="0 0 24 24"
    fill="none"
    stroke="currentColor"
    stroke-width="2"
    stroke-linecap="round"
    stroke-linejoin="round"
    aria-hidden="true"
  >
    ${lines}
  </svg>`
