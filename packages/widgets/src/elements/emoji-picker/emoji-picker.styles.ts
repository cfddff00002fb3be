import { css } from 'lit'
import type { CSSResult } from 'lit'

export const emojiPickerStyles: CSSResult = css`
  :host {
    display: grid;
    grid-template-rows: auto auto minmax(0, 1fr);
    gap: 8px;
    width: 100%;
    height: 100%;
    padding: 12px 12px 0;
    background: var(--_surface-raised);
  }
  .asked {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: 8px;
  }
  select {
    border: 1px solid var(--_border-control);
    border-radius: var(--_radius-control);
    background: var(--_surface);
    color: var(--_text);
    font-size: 18px;
  }
  [role='tablist'] {
    display: grid;
    grid-template-columns: repeat(10, minmax(0, 1fr));
  }
  [role='tab'] {
    min-height: 32px;
    padding: 0;
    border-radius: 0;
    border-block-end: 2px solid transparent;
    font-size: 16px;
    filter: grayscale(1);
  }
  [role='tab'][aria-selected='true'] {
    border-color: var(--_accent);
    filter: none;
  }
  .grid {
    overflow-y: auto;
    padding-block: 2px 12px;
  }
  [role='row'] {
    display: grid;
    grid-template-columns: repeat(8, minmax(0, 1fr));
  }
  [role='gridcell'] {
    min-height: 36px;
    width: 100%;
    padding: 0;
    font-family: 'Apple Color Emoji', 'Segoe UI Emoji', 'Noto Color Emoji', var(--_font);
    font-size: 22px;
    line-height: 36px;
    outline-offset: -2px;
  }
  .none {
    padding: 16px;
    color: var(--_text-2);
    text-align: center;
  }
`
