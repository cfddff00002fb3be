import { css } from 'lit'
import type { CSSResult } from 'lit'

/**
 * A head is as high as what the host has put there, where that is all there is: it may not be shown, as the way back where there is
 * room for the list. Its dot takes no room while there is nothing to say, not even a gap. Where it is narrow it does not say how many
 * people there are: the list of them does.
 */
export const conversationStyles: CSSResult = css`
  :host {
    display: block;
    min-height: 0;
    height: 100%;
  }
  section {
    position: relative;
    display: grid;
    grid-template-rows: auto auto auto minmax(0, 1fr) auto auto auto;
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
    container-type: inline-size;
  }
  .shut header {
    min-height: 0;
    border: 0;
  }
  header msg-status {
    margin-inline-start: -12px;
  }
  header msg-status::part(dot) {
    margin-inline-start: 12px;
  }
  .tools {
    display: flex;
    margin-inline-start: auto;
    gap: 4px;
  }
  .people {
    flex: none;
    color: var(--_text-3);
    font-size: 13px;
  }
  @container (max-width: 420px) {
    .people,
    msg-title::part(rename) {
      display: none;
    }
  }
  .failed:not(:empty) {
    padding: 8px 16px;
    color: var(--_danger);
  }
  msg-message-list,
  .return {
    grid-area: 4 / 1;
  }
  .return {
    align-self: start;
    justify-self: center;
    z-index: 1;
    margin-block-start: 12px;
    border: 1px solid var(--_border);
    border-radius: 999px;
    background: var(--_surface-raised);
    color: var(--_accent-text);
    box-shadow: 0 4px 16px rgb(16 20 32 / 10%);
  }
  .typing {
    grid-row: 5;
    min-height: 19px;
    border-block-start: 1px solid var(--_border);
    padding-inline: 16px;
    color: var(--_text-3);
    font-size: 12px;
    line-height: 18px;
  }
  slot[name='before-composer'] {
    display: block;
    grid-row: 6;
  }
  .foot {
    grid-row: 7;
  }
  .drop {
    position: absolute;
    inset: 8px;
    z-index: 2;
    display: grid;
    place-content: center;
    border: 2px dashed var(--_accent);
    border-radius: var(--_radius-card);
    background: var(--_accent-soft);
    color: var(--_accent-text);
    font-weight: 600;
    pointer-events: none;
  }
  .pause {
    padding: 0 16px 8px;
    color: var(--_text-2);
    font-size: 13px;
    line-height: 18px;
    font-variant-numeric: tabular-nums;
  }
  .kept {
    max-height: 240px;
    border-block-start: 1px solid var(--_border);
    padding: 12px 16px;
    overflow-y: auto;
  }
  .kept p {
    color: var(--_text-2);
    font-size: 13px;
    line-height: 18px;
  }
  .kept ul {
    display: grid;
    gap: 4px;
    justify-items: end;
    margin-block-start: 8px;
    list-style: none;
  }
  .kept li {
    max-width: min(68ch, 78%);
    border-radius: var(--_radius-bubble);
    padding: 7px 12px;
    background: var(--_bubble-own);
    color: var(--_on-bubble-own);
    overflow-wrap: anywhere;
    white-space: pre-wrap;
  }
  .closed {
    padding: 0 16px 18px;
    color: var(--_text-2);
    text-align: center;
  }
`
