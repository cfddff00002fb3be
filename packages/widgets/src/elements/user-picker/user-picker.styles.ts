import { css } from 'lit'
import type { CSSResult } from 'lit'

export const userPickerStyles: CSSResult = css`
  :host {
    display: grid;
    gap: 8px;
    min-height: 0;
    grid-template-rows: auto auto minmax(0, 1fr);
  }
  .chips {
    display: flex;
    flex-wrap: wrap;
    gap: 4px;
    list-style: none;
  }
  .chips button {
    display: inline-flex;
    gap: 6px;
    align-items: center;
    border-radius: 999px;
    background: var(--_accent-soft);
    color: var(--_accent-text);
  }
  .chips svg {
    width: 14px;
    height: 14px;
  }
  input {
    width: 100%;
  }
  ul[role='listbox'] {
    min-height: 120px;
    overflow-y: auto;
    list-style: none;
  }
  li[role='option'] {
    display: flex;
    gap: 12px;
    align-items: center;
    min-height: 44px;
    padding: 4px 8px;
    border-radius: var(--_radius-control);
    cursor: pointer;
  }
  li[role='option'][aria-selected='true'] {
    background: var(--_surface-hover);
  }
  small {
    color: var(--_text-3);
    font-size: 13px;
  }
  .none {
    padding: 12px 8px;
    color: var(--_text-2);
  }
`
