import { css } from 'lit'
import type { CSSResult } from 'lit'

export const roomStyles: CSSResult = css`
  :host {
    display: block;
    height: 100%;
    min-height: 0;
  }
  .gate {
    display: grid;
    grid-template-rows: auto minmax(0, 1fr) auto;
    gap: 16px;
    height: 100%;
    padding: 16px;
    background: var(--_surface);
    color: var(--_text-2);
  }
  [role='alert'] {
    text-align: center;
  }
  h2 {
    color: var(--_text);
    font-size: 16px;
    line-height: 24px;
    font-weight: 600;
  }
  ol {
    display: grid;
    align-content: start;
    gap: 12px;
    list-style: none;
    overflow: hidden;
    mask-image: linear-gradient(#000 60%, transparent);
  }
  li {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    gap: 0 8px;
  }
  .by {
    display: flex;
    gap: 8px;
    align-items: baseline;
  }
  .by span {
    overflow: hidden;
    color: var(--_text);
    font-weight: 600;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  li time {
    flex: none;
    color: var(--_text-3);
    font-size: 12px;
    font-variant-numeric: tabular-nums;
  }
  li p {
    grid-column: 2;
    overflow-wrap: anywhere;
    text-align: -webkit-match-parent;
    text-align: match-parent;
  }
  li msg-avatar {
    grid-row: 1 / span 2;
  }
  .enter {
    display: grid;
    justify-items: center;
    gap: 8px;
    text-align: center;
  }
  .enter time {
    color: var(--_text-3);
    font-size: 12px;
  }
  .enter button {
    min-width: min(280px, 100%);
    min-height: 44px;
  }
`
