import { css } from 'lit'
import type { CSSResult } from 'lit'

/**
 * Where both the list and what is beside it are to be seen, one button to begin is enough. Whether there is a way back is said around
 * it: the container nearest to it is the head of the conversation, which is narrower.
 */
export const inboxStyles: CSSResult = css`
  :host {
    display: block;
    height: 100%;
    min-height: 0;
    container-type: inline-size !important;
  }
  .panes {
    display: grid;
    grid-template-columns: minmax(280px, 340px) minmax(0, 1fr);
    grid-template-rows: minmax(0, 1fr);
    height: 100%;
    background: var(--_canvas);
  }
  nav {
    display: grid;
    grid-template-rows: auto auto minmax(0, 1fr);
    min-height: 0;
    border-inline-end: 1px solid var(--_border);
    background: var(--_surface);
  }
  .head {
    display: flex;
    align-items: center;
    justify-content: space-between;
    min-height: 56px;
    padding-block: 8px;
    padding-inline: 16px 8px;
  }
  h2 {
    font-size: 20px;
    line-height: 28px;
    font-weight: 600;
  }
  .failed:not(:empty) {
    padding: 0 16px 8px;
    color: var(--_danger);
  }
  .list {
    display: grid;
    grid-template-rows: auto minmax(0, 1fr);
    min-height: 0;
  }
  .filters {
    display: flex;
    gap: 4px;
    padding: 0 12px 8px;
  }
  .filters button[aria-pressed='true'] {
    background: var(--_accent-soft);
    color: var(--_accent-text);
  }
  [slot='empty'] {
    height: 100%;
  }
  .main .notice {
    background: none;
  }
  button.narrow {
    display: none;
  }
  .main {
    --_back: none;
    min-width: 0;
    min-height: 0;
  }
  button.back {
    display: var(--_back);
  }
  :host(:dir(rtl)) .back svg {
    transform: scaleX(-1);
  }
  @container (max-width: 719px) {
    .panes {
      grid-template-columns: minmax(0, 1fr);
    }
    .panes.opened nav,
    .panes:not(.opened) .main {
      display: none;
    }
    button.narrow {
      display: inline-block;
    }
    .main {
      --_back: inline-grid;
    }
  }
`
