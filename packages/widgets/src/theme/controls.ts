import { css } from 'lit'
import type { CSSResult } from 'lit'

/**
 * Buttons, fields and links, the same in every element. Where colours are forced what is chosen has the system's: ours alone would
 * tell it from the rest, and there are none.
 */
export const controls: CSSResult = css`
  button {
    margin: 0;
    border: 0;
    border-radius: var(--_radius-control);
    padding: 0 12px;
    min-height: 32px;
    background: none;
    color: inherit;
    font: inherit;
    font-weight: 500;
    cursor: pointer;
    transition: background-color 80ms;
  }
  button:hover {
    background: var(--_surface-hover);
  }
  button:disabled {
    color: var(--_text-3);
    cursor: default;
  }
  a.primary {
    display: inline-flex;
    align-items: center;
    min-height: 32px;
    border-radius: var(--_radius-control);
    padding: 0 12px;
    font-weight: 500;
    text-decoration: none;
  }
  :is(button, a).primary {
    background: var(--_accent);
    color: var(--_on-accent);
  }
  :is(button, a).primary:hover {
    background: var(--_accent-hover);
  }
  button.primary:disabled {
    background: var(--_surface-hover);
    color: var(--_text-3);
  }
  a:not(.primary) {
    color: var(--_accent-text);
  }
  button.danger {
    color: var(--_danger);
  }
  button.icon {
    display: inline-grid;
    place-items: center;
    flex: none;
    width: 32px;
    padding: 0;
    color: var(--_text-2);
  }
  button svg {
    width: 20px;
    height: 20px;
    vertical-align: -4px;
  }
  button.link {
    padding: 0;
    min-height: 24px;
    color: var(--_accent-text);
  }
  button.link:hover {
    background: none;
    text-decoration: underline;
  }
  input,
  textarea {
    margin: 0;
    border: 1px solid var(--_border-control);
    border-radius: var(--_radius-control);
    padding: 8px 12px;
    background: var(--_surface);
    color: var(--_text);
    font: 400 16px / 22px var(--_font);
  }
  :placeholder-shown {
    text-overflow: ellipsis;
  }
  ::placeholder {
    color: var(--_text-3);
    opacity: 1;
  }
  :focus-visible {
    outline: 2px solid var(--_focus);
    outline-offset: 2px;
  }
  @media (pointer: coarse) {
    button,
    a.primary {
      min-height: 44px;
    }
    button.icon {
      width: 44px;
    }
  }
  @media (forced-colors: active) {
    button:not(.link),
    .primary {
      border: 1px solid ButtonBorder;
    }
    :is([aria-current='true'], [aria-pressed='true'], [aria-selected='true']) {
      forced-color-adjust: none;
      background: Highlight !important;
      color: HighlightText !important;
    }
    :is([aria-current='true'], [aria-pressed='true'], [aria-selected='true']) * {
      background: none !important;
      color: HighlightText !important;
    }
    :focus-visible {
      outline-color: Highlight;
    }
  }
`
