import { css } from 'lit'
import type { CSSResult } from 'lit'

/** A number on a ground that is seen: how many messages are unread. */
export const badges: CSSResult = css`
  .badge {
    min-width: 20px;
    border-radius: 999px;
    padding: 2px 6px;
    background: var(--_accent);
    color: var(--_on-accent);
    font-size: 11px;
    line-height: 16px;
    font-weight: 600;
    text-align: center;
    font-variant-numeric: tabular-nums;
  }
  @media (forced-colors: active) {
    .badge {
      border: 1px solid currentcolor;
    }
  }
`
