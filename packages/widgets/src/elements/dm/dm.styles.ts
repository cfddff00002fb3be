import { css } from 'lit'
import type { CSSResult } from 'lit'

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
  svg {
    width: 20px;
    height: 20px;
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
  .notice {
    display: grid;
    place-content: center;
    justify-items: center;
    gap: 12px;
    height: 100%;
    padding: 24px;
    text-align: center;
    color: var(--_text-2);
  }
  .sign-in {
    display: inline-flex;
    gap: 8px;
    align-items: center;
  }
`
