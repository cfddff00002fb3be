import { css } from 'lit'
import type { CSSResult } from 'lit'

export const composerStyles: CSSResult = css`
  :host {
    display: block;
    background: var(--_surface);
  }
  form {
    position: relative;
    display: grid;
    grid-template-columns: auto minmax(0, 1fr) auto;
    gap: 8px;
    align-items: end;
    margin: 0;
    padding: 2px 16px 12px;
  }
  .about {
    grid-column: 1 / -1;
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    align-items: center;
    padding-inline-start: 12px;
    border-inline-start: 3px solid var(--_accent);
    color: var(--_text-2);
    font-size: 13px;
    line-height: 18px;
  }
  .about p {
    text-align: -webkit-match-parent;
    text-align: match-parent;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .about strong {
    color: var(--_accent-text);
    font-weight: 600;
  }
  textarea {
    width: 100%;
    min-height: 44px;
    max-height: calc(22px * 8 + 20px);
    padding: 10px 14px;
    border-radius: 22px;
    resize: none;
    field-sizing: content;
    overflow-y: auto;
  }
  textarea::placeholder {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  textarea:focus-visible {
    outline-offset: 0;
  }
  .tools {
    display: flex;
    margin-inline-start: -8px;
  }
  .tools button.icon {
    width: 36px;
    min-height: 44px;
    border-radius: 50%;
  }
  button.send {
    width: 44px;
    min-height: 44px;
    border-radius: 50%;
    color: var(--_on-accent);
  }
  button.send:disabled {
    color: var(--_text-3);
  }
  .hint {
    grid-column: 1 / -1;
    color: var(--_danger);
    font-size: 13px;
    line-height: 18px;
  }
  :dir(rtl) .send svg {
    transform: scaleX(-1);
  }
`
