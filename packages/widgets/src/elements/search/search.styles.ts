import { css } from 'lit'
import type { CSSResult } from 'lit'

export const searchStyles: CSSResult = css`
  :host {
    display: grid;
    grid-template-rows: auto minmax(0, 1fr);
    min-height: 0;
  }
  input {
    width: 100%;
  }
  .field {
    padding: 0 12px 8px;
  }
  .results {
    min-height: 0;
    overflow-y: auto;
    padding: 0 8px;
  }
  .results .notice {
    height: auto;
    background: none;
  }
  .clear {
    text-align: center;
  }
  ul {
    list-style: none;
  }
  h3 {
    padding: 8px;
    color: var(--_text-3);
    font-size: 13px;
    line-height: 18px;
    font-weight: 600;
  }
  button.result {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    gap: 2px 12px;
    align-items: center;
    min-height: 48px;
  }
  small {
    grid-column: 2;
    color: var(--_text-3);
  }
  .said {
    grid-column: 1 / -1;
    color: var(--_text-2);
    font-size: 13px;
    line-height: 18px;
    overflow-wrap: anywhere;
  }
  .by,
  .where {
    grid-column: 1 / -1;
  }
  .where {
    overflow: hidden;
    font-size: 13px;
    line-height: 18px;
    font-weight: 600;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  mark {
    border-radius: 3px;
    background: var(--_mark);
    color: var(--_on-mark);
  }
`
