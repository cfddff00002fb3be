import { css } from 'lit'
import type { CSSResult } from 'lit'

export const messageListStyles: CSSResult = css`
  :host {
    display: block;
    position: relative;
    min-height: 0;
    background: var(--_surface);
    container-type: inline-size;
  }
  .viewport {
    height: 100%;
    display: flex;
    flex-direction: column;
    overflow-y: auto;
    overflow-anchor: none;
    overscroll-behavior: contain;
  }
  .viewport:focus-visible {
    outline-offset: -2px;
  }
  .lines {
    position: relative;
    flex: none;
    margin-block-start: auto;
  }
  .line {
    position: absolute;
    inset-inline: 0;
    inset-block-start: 0;
    padding-inline: 16px;
  }
  .divider {
    display: flex;
    align-items: center;
    gap: 12px;
    padding-block: 12px;
    color: var(--_text-3);
    font-size: 12px;
    line-height: 16px;
    font-weight: 500;
  }
  .divider::before,
  .divider::after {
    content: '';
    flex: 1;
    border-block-start: 1px solid var(--_border);
  }
  .line-text {
    padding-block: 6px;
    color: var(--_text-3);
    font-size: 13px;
    line-height: 18px;
    text-align: center;
  }
  .unread {
    color: var(--_accent-text);
  }
  .unread::before,
  .unread::after {
    border-color: var(--_accent-text);
  }
  .row {
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
  }
  .bubble-line {
    display: flex;
    align-items: end;
    gap: 8px;
    max-width: min(68ch, 86%);
    min-width: 0;
  }
  .own .bubble-line {
    flex-direction: row-reverse;
  }
  .bubble {
    min-width: 0;
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
  .bubble > p + p,
  .bubble > * + * {
    margin-block-start: 4px;
  }
  .bubble.emoji {
    background: none;
    padding-inline: 0;
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
  .answered {
    display: block;
    max-width: min(68ch, 86%);
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
    inset-block-start: -14px;
    inset-inline-end: 16px;
    z-index: 1;
    display: flex;
    padding: 2px;
    border: 1px solid var(--_border);
    border-radius: var(--_radius-control);
    background: var(--_surface-raised);
    box-shadow: 0 4px 16px rgb(16 20 32 / 10%);
  }
  .own .actions {
    inset-inline: auto;
    inset-inline-start: 16px;
  }
  .actions button.icon {
    min-height: 28px;
    width: 28px;
  }
  .actions svg {
    width: 16px;
    height: 16px;
  }
  .jump {
    position: absolute;
    inset-block-end: 12px;
    inset-inline: 0;
    margin-inline: auto;
    width: fit-content;
    display: inline-flex;
    gap: 6px;
    align-items: center;
    border: 1px solid var(--_border);
    border-radius: 999px;
    background: var(--_surface-raised);
    color: var(--_accent-text);
    box-shadow: 0 4px 16px rgb(16 20 32 / 10%);
  }
  .jump svg {
    width: 16px;
    height: 16px;
  }
  .state {
    display: grid;
    place-content: center;
    justify-items: center;
    gap: 8px;
    height: 100%;
    padding: 24px;
    color: var(--_text-2);
    text-align: center;
  }
  .skeletons {
    display: grid;
    align-content: end;
    gap: 12px;
    height: 100%;
    padding: 16px;
    animation: appear 80ms 120ms both;
  }
  .skeletons span {
    height: 36px;
    border-radius: var(--_radius-bubble);
    background: var(--_surface-hover);
  }
  .skeletons span:nth-child(2n) {
    justify-self: end;
    width: 44%;
  }
  .skeletons span:nth-child(2n + 1) {
    width: 62%;
  }
  .skeletons span:nth-child(3n) {
    width: 30%;
  }
  @keyframes appear {
    from {
      opacity: 0;
    }
  }
  @media (forced-colors: active) {
    .bubble {
      border: 1px solid CanvasText;
    }
  }
`
