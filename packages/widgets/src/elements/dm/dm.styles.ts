import { css } from 'lit'
import type { CSSResult } from 'lit'

/** What closes the panel stands in its corner where there is no head for it, or not yet. */
export const dmStyles: CSSResult = css`
  :host {
    display: inline-block;
  }
  :host([mode='inline']) {
    display: block;
    height: 100%;
  }
  .launcher {
    display: inline-flex;
    gap: 8px;
    align-items: center;
    min-height: 40px;
    border-radius: 999px;
    padding-inline: 16px;
  }
  .panel {
    position: fixed;
    inset: auto;
    inset-block-end: 16px;
    inset-inline-end: 16px;
    width: min(380px, calc(100vw - 32px));
    height: min(600px, calc(100dvh - 32px));
    margin: 0;
    border: 1px solid var(--_border);
    border-radius: 16px;
    padding: 0;
    background: var(--_surface);
    color: var(--_text);
    box-shadow: 0 16px 48px rgb(16 20 32 / 18%);
    overflow: hidden;
  }
  @media (max-width: 480px) {
    .panel {
      inset: 0;
      width: 100vw;
      height: 100dvh;
      border: 0;
      border-radius: 0;
    }
  }
  .panel > button,
  msg-direct:not(:defined) > button {
    position: absolute;
    inset-block-start: 12px;
    inset-inline-end: 16px;
    z-index: 1;
  }
`
