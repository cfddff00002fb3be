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
  .faces {
    --msg-avatar-size: 48px;
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
  @media (forced-colors: active) {
    .skeletons span {
      border: 1px solid currentcolor;
    }
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
  .edge {
    position: absolute;
    inset-inline: 0;
    height: 100px;
    padding: 4px 16px;
    animation: none;
  }
  .edge.before {
    inset-block-start: 0;
  }
  .edge.after {
    inset-block-end: 0;
  }
  .edge.loading span {
    animation: wait 600ms infinite alternate;
  }
  @keyframes wait {
    to {
      opacity: 0.4;
    }
  }
  @keyframes appear {
    from {
      opacity: 0;
    }
  }
`
