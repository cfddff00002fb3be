import { css } from 'lit'
import type { CSSResult } from 'lit'

/** What is found, listed or pinned, each leading to its place. */
export const results: CSSResult = css`
  button.result {
    width: 100%;
    min-width: 0;
    padding: 8px;
    font-weight: 400;
    text-align: start;
    outline-offset: -2px;
  }
  .by {
    display: block;
    color: var(--_text-3);
    font-size: 12px;
    line-height: 16px;
  }
  .none {
    padding: 24px 16px;
    color: var(--_text-2);
    text-align: center;
  }
`
