import { css } from 'lit'
import type { CSSResult } from 'lit'

/** What is said in place of what is not there, the same in every element: a picture, a sentence, what one may do about it. */
export const notices: CSSResult = css`
  .notice {
    display: grid;
    place-content: center;
    justify-items: center;
    gap: 12px;
    height: 100%;
    padding: 24px;
    background: var(--_surface);
    color: var(--_text-2);
    text-align: center;
  }
  .notice p {
    max-width: 40ch;
    overflow-wrap: anywhere;
  }
  .notice > svg {
    width: 32px;
    height: 32px;
    color: var(--_text-3);
  }
`
