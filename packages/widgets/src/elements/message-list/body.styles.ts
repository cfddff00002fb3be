import { css } from 'lit'
import type { CSSResult } from 'lit'

/** What a message says. */
export const bodyStyles: CSSResult = css`
  .bubble > p + p,
  .bubble > * + * {
    margin-block-start: 4px;
  }
  .bubble pre {
    margin: 4px 0 0;
    padding: 8px;
    border-radius: 8px;
    overflow-x: auto;
    background: light-dark(rgb(20 23 31 / 6%), rgb(255 255 255 / 8%));
    font-size: 13px;
    line-height: 18px;
  }
  .bubble code {
    font-family: ui-monospace, 'SF Mono', Menlo, Consolas, monospace;
    font-size: 0.9em;
  }
  .bubble blockquote {
    margin: 0;
    padding-inline-start: 8px;
    border-inline-start: 3px solid currentcolor;
  }
  .bubble ul,
  .bubble ol {
    padding-inline-start: 20px;
  }
  .mention {
    border-radius: 4px;
    padding-inline: 2px;
    color: var(--_accent-text);
    font-weight: 500;
  }
  .own .mention {
    color: inherit;
  }
  .mention.me {
    background: var(--_mark);
    color: var(--_on-mark);
  }
`
