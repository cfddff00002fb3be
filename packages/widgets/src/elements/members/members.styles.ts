import { css } from 'lit'
import type { CSSResult } from 'lit'

/** What adds people looks like a line of the list that it stands before. */
export const membersStyles: CSSResult = css`
  dialog[open] {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 12px;
    align-content: start;
  }
  form {
    display: flex;
    gap: 8px;
    align-items: center;
    justify-content: space-between;
  }
  form input {
    flex: 1;
    min-width: 0;
  }
  li {
    display: grid;
    grid-template-columns: auto minmax(80px, 1fr) auto;
    gap: 4px 12px;
    align-items: center;
    min-height: 44px;
  }
  .add {
    display: flex;
    gap: 12px;
    align-items: center;
    min-height: 44px;
    margin: 0 -8px -12px;
    padding: 0 8px;
    color: var(--_accent-text);
  }
  .add svg {
    box-sizing: content-box;
    padding: 6px;
    border-radius: 50%;
    background: var(--_accent-soft);
  }
  li .manage {
    display: flex;
    flex-wrap: wrap;
    gap: 0 12px;
    justify-content: end;
  }
  footer {
    flex-wrap: wrap;
    margin-inline: -12px;
  }
  li > [dir='auto'] {
    text-align: -webkit-match-parent;
    text-align: match-parent;
  }
  li small {
    display: block;
    color: var(--_text-3);
    font-size: 12px;
    line-height: 16px;
  }
  .note {
    border-radius: var(--_radius-control);
    padding: 8px 12px;
    background: var(--_accent-soft);
    color: var(--_text);
    font-size: 13px;
    line-height: 18px;
  }
  p:empty {
    display: none;
  }
`
