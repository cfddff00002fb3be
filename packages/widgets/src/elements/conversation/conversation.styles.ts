import { css } from 'lit'
import type { CSSResult } from 'lit'

export const conversationStyles: CSSResult = css`
  :host {
    display: block;
    min-height: 0;
    height: 100%;
  }
  section {
    display: grid;
    grid-template-rows: auto auto minmax(0, 1fr) auto auto;
    grid-template-columns: minmax(0, 1fr);
    height: 100%;
    background: var(--_surface);
    overflow: hidden;
  }
  header {
    display: flex;
    align-items: center;
    gap: 12px;
    min-height: 56px;
    padding: 8px 16px;
    border-block-end: 1px solid var(--_border);
  }
  h2 {
    flex: 1;
    min-width: 0;
    overflow: hidden;
    font-size: 16px;
    line-height: 24px;
    font-weight: 600;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .people {
    color: var(--_text-3);
    font-size: 13px;
  }
  msg-message-list {
    grid-row: 3;
  }
  .typing {
    grid-row: 4;
    min-height: 18px;
    padding-inline: 16px;
    color: var(--_text-3);
    font-size: 12px;
    line-height: 18px;
  }
  .foot {
    grid-row: 5;
    border-block-start: 1px solid var(--_border);
  }
  .closed {
    padding: 16px;
    color: var(--_text-2);
    text-align: center;
  }
`
