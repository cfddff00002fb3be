import { css } from 'lit'
import type { CSSResult } from 'lit'

/**
 * A message with everything about it. There is room beside it for what one can do to it: there that covers no text, neither its own
 * nor that above. Where there is little, its time stands below: beside it there would be little left for words. A finger opens the
 * menu: by its button, or by resting on the message.
 */
export const rowStyles: CSSResult = css`
  .row {
    --_beside: 48px;
    position: relative;
    display: grid;
    grid-template-columns: 32px minmax(0, 1fr);
    column-gap: 8px;
    padding-block: 1px;
    border-radius: var(--_radius-control);
    outline-offset: -2px;
  }
  .row.first {
    padding-block-start: 8px;
  }
  .row.own {
    grid-template-columns: minmax(0, 1fr);
  }
  .row msg-avatar {
    align-self: end;
    grid-row: 1 / span 3;
  }
  .stack {
    grid-column: 2;
    display: flex;
    flex-direction: column;
    align-items: start;
    min-width: 0;
  }
  .stack > * {
    max-width: min(68ch, calc(100% - var(--_beside)));
  }
  .own .stack {
    grid-column: 1;
    align-items: end;
  }
  .author {
    padding-inline: 12px;
    color: var(--_text-2);
    font-size: 13px;
    line-height: 18px;
    font-weight: 600;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .bubble-line {
    display: flex;
    align-items: end;
    gap: 8px;
    min-width: 0;
  }
  .own .bubble-line {
    flex-direction: row-reverse;
  }
  .bubble {
    min-width: 0;
    max-width: 100%;
    padding: 7px 12px;
    border-radius: var(--_radius-bubble);
    background: var(--_bubble-other);
    color: var(--_on-bubble-other);
    overflow-wrap: anywhere;
    border-end-start-radius: 6px;
    border-start-start-radius: 6px;
  }
  .first .bubble {
    border-start-start-radius: var(--_radius-bubble);
  }
  .last .bubble {
    border-end-start-radius: var(--_radius-bubble);
  }
  .own .bubble {
    background: var(--_bubble-own);
    color: var(--_on-bubble-own);
    border-radius: var(--_radius-bubble);
    border-end-end-radius: 6px;
    border-start-end-radius: 6px;
  }
  .own.first .bubble {
    border-start-end-radius: var(--_radius-bubble);
  }
  .own.last .bubble {
    border-end-end-radius: var(--_radius-bubble);
  }
  .own .bubble a {
    color: inherit;
  }
  .flash .bubble {
    background: var(--_mark);
    color: var(--_on-mark);
  }
  .bubble.emoji {
    background: none;
    font-size: 32px;
    line-height: 40px;
    color: inherit;
  }
  .bubble.tombstone {
    background: none;
    box-shadow: inset 0 0 0 1px var(--_border);
    color: var(--_text-3);
    font-style: italic;
  }
  .answered svg {
    width: 14px;
    height: 14px;
    vertical-align: -2px;
  }
  :host(:dir(rtl)) .answered svg {
    transform: scaleX(-1);
  }
  .answered {
    display: block;
    min-height: 24px;
    padding: 0 12px;
    overflow: hidden;
    color: var(--_text-2);
    font-size: 13px;
    font-weight: 400;
    text-align: start;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .meta {
    flex: none;
    padding-block-end: 4px;
    color: var(--_text-3);
    font-size: 12px;
    line-height: 16px;
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  .pinned svg {
    width: 14px;
    height: 14px;
    vertical-align: -2px;
  }
  .row:not(.last) .meta time {
    opacity: 0;
  }
  .row:hover .meta time,
  .row:focus-within .meta time,
  .row:focus .meta time {
    opacity: 1;
  }
  .failed {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 12px;
    align-items: center;
    color: var(--_danger);
    font-size: 13px;
    line-height: 18px;
  }
  .own .failed {
    justify-content: end;
  }
  .failed svg {
    width: 16px;
    height: 16px;
    vertical-align: -3px;
  }
  .reactions {
    display: flex;
    flex-wrap: wrap;
    gap: 4px;
    padding-block: 4px 2px;
  }
  .reactions button {
    display: inline-flex;
    gap: 4px;
    align-items: center;
    min-height: 26px;
    padding: 0 8px;
    border: 1px solid var(--_border);
    border-radius: 999px;
    background: var(--_surface);
    color: var(--_text-2);
    font-size: 13px;
    line-height: 18px;
    font-variant-numeric: tabular-nums;
  }
  .reactions button[aria-pressed='true'] {
    border-color: var(--_accent);
    background: var(--_accent-soft);
    color: var(--_accent-text);
  }
  .receipt {
    padding-block: 2px;
    color: var(--_text-3);
    font-size: 12px;
    line-height: 16px;
  }
  .actions {
    position: absolute;
    inset-block-start: 1px;
    inset-inline-end: 0;
    z-index: 1;
    display: flex;
    padding: 1px;
    border: 1px solid var(--_border);
    border-radius: var(--_radius-control);
    background: var(--_surface-raised);
  }
  .first .actions {
    inset-block-start: 8px;
  }
  .own .actions {
    inset-inline: 0 auto;
  }
  .actions button.icon {
    min-height: 30px;
    width: 28px;
  }
  .actions .quick {
    font-size: 16px;
    line-height: 28px;
  }
  @container (max-width: 479px) {
    .actions :is(.react, .reply, .edit) {
      display: none;
    }
    .bubble-line {
      flex-direction: column;
      gap: 0;
      align-items: start;
    }
    .own .bubble-line {
      flex-direction: column;
      align-items: end;
    }
    .bubble-line .meta {
      padding: 0 12px;
    }
    .own .bubble-line .meta {
      padding: 0;
    }
    .row:not(.last) .meta time {
      display: none;
    }
  }
  @container (max-width: 719px) {
    .actions .quick {
      display: none;
    }
  }
  @container (min-width: 480px) {
    .row {
      --_beside: 128px;
    }
  }
  @container (min-width: 720px) {
    .row {
      --_beside: 208px;
    }
  }
  @media (pointer: coarse) {
    .row {
      --_beside: 52px;
    }
    .actions {
      border: 0;
      padding: 0;
      background: none;
    }
    .actions :is(.quick, .react, .reply, .edit) {
      display: none;
    }
    .actions button.icon {
      min-height: 36px;
      width: 44px;
    }
  }
  .actions svg {
    width: 16px;
    height: 16px;
  }
  @media (forced-colors: active) {
    .bubble {
      border: 1px solid CanvasText;
    }
    .flash .bubble {
      outline: 2px solid Highlight;
    }
  }
`
