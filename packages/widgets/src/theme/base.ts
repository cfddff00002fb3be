import { css, unsafeCSS } from 'lit'
import type { CSSResult } from 'lit'
import { colours } from './colours.ts'

/**
 * The tokens as the widgets use them. Inside they are called `--_<name>`, so that a host may set `--msg-<name>` wherever it
 * likes: on one widget, on a part of the page, on `:root`.
 */
const tokens: CSSResult = unsafeCSS(
  Object.entries(colours)
    .map(([name, { light, dark }]) => `--_${name}: var(--msg-${name}, light-dark(${light}, ${dark}));`)
    .join('\n'),
)

/**
 * What every element begins with: tokens, type, and that nothing of the page's layout leaks in. What a page says of everything in it,
 * as `* { all: unset }`, it does not say of a widget, to which it speaks by tokens: hence what is important.
 */
export const base: CSSResult = css`
  :host {
    ${tokens}
    --_font: var(--msg-font, system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif);
    --_size: var(--msg-size, 15px);
    --_radius-control: var(--msg-radius-control, 8px);
    --_radius-card: var(--msg-radius-card, 12px);
    --_radius-bubble: var(--msg-radius-bubble, 18px);
    box-sizing: border-box !important;
    color: var(--_text) !important;
    font: 400 var(--_size) / 22px var(--_font) !important;
    text-align: start !important;
    text-transform: none !important;
  }
  :host([hidden]) {
    display: none !important;
  }
  :host([color-scheme='light']) {
    color-scheme: light;
  }
  :host([color-scheme='dark']) {
    color-scheme: dark;
  }
  *,
  ::before,
  ::after {
    box-sizing: inherit;
  }
  h2,
  h3,
  p,
  ul,
  ol {
    margin: 0;
    padding: 0;
  }
  .visually-hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  @media (prefers-reduced-motion: reduce) {
    *,
    ::before,
    ::after {
      animation-duration: 1ms !important;
      animation-iteration-count: 1 !important;
      transition: none !important;
      scroll-behavior: auto !important;
    }
  }
`
