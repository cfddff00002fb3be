import { css } from 'lit'
import type { CSSResult } from 'lit'

export const conversationListStyles: CSSResult = css`
  :host {
    display: grid;
    grid-template-rows: minmax(0, 1fr);
    min-height: 0;
    background: var(--_surface);
  }
  .scroll {
    overflow-y: auto;
  }
  ul {
    list-style: none;
    padding: 4px 8px;
  }
  li {
    min-height: 64px;
  }
  button.row {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr) auto;
    grid-template-rows: 22px 18px;
    gap: 2px 12px;
    align-items: center;
    width: 100%;
    min-height: 64px;
    padding: 8px;
    text-align: start;
    font-weight: 400;
    outline-offset: -2px;
    background: var(--_behind);
    --_behind: var(--_surface);
  }
  button.row:hover {
    --_behind: var(--_surface-hover);
  }
  button.row[aria-current='true'] {
    --_behind: var(--_accent-soft);
  }
  msg-avatar,
  .faces {
    --msg-avatar-size: 40px;
    grid-row: 1 / span 2;
  }
  .faces {
    display: grid;
    width: 40px;
    height: 40px;
  }
  .faces msg-avatar {
    --msg-avatar-size: 27px;
    grid-area: 1 / 1;
  }
  .faces msg-avatar:last-child {
    align-self: end;
    justify-self: end;
    border-radius: 50%;
    box-shadow: 0 0 0 2px var(--_behind);
  }
  .title {
    grid-area: 1 / 2;
    overflow: hidden;
    font-weight: 500;
    text-align: -webkit-match-parent;
    text-align: match-parent;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .unread .title {
    font-weight: 600;
  }
  time {
    grid-area: 1 / 3;
    justify-self: end;
    color: var(--_text-3);
    font-size: 12px;
    line-height: 16px;
    font-variant-numeric: tabular-nums;
  }
  [aria-current='true'] time {
    color: var(--_text-2);
  }
  .preview {
    grid-area: 2 / 2;
    overflow: hidden;
    color: var(--_text-2);
    font-size: 13px;
    line-height: 18px;
    text-align: -webkit-match-parent;
    text-align: match-parent;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .badge {
    grid-area: 2 / 3;
    justify-self: end;
  }
  @media (forced-colors: active) {
    .skeleton::before,
    .skeleton::after,
    .skeleton span {
      border: 1px solid currentcolor;
    }
  }
  .more {
    padding: 8px 16px 24px;
    text-align: center;
  }
  .skeletons {
    animation: appear 80ms 120ms both;
  }
  @keyframes appear {
    from {
      opacity: 0;
    }
  }
  .skeleton {
    display: grid;
    grid-template-columns: 40px minmax(0, 1fr);
    grid-template-rows: 12px 12px;
    gap: 8px 12px;
    align-content: center;
    height: 64px;
    margin-inline: 16px;
  }
  .skeleton::before,
  .skeleton::after,
  .skeleton span {
    content: '';
    border-radius: 999px;
    background: var(--_surface-hover);
  }
  .skeleton::before {
    grid-row: 1 / span 2;
    height: 40px;
    margin-block: -4px;
  }
  .skeleton span {
    width: 44%;
  }
  .skeleton:nth-child(2n) span {
    width: 60%;
  }
`
