import { css } from 'lit'
import type { CSSResultGroup } from 'lit'
import { base } from './base.ts'
import { controls } from './controls.ts'

/** Dialogs over the page, the same in every element: as wide as there is room, up to what they need. */
export const dialogs: CSSResultGroup = [
  base,
  controls,
  css`
    dialog {
      width: min(480px, calc(100vw - 32px));
      max-height: min(640px, calc(100dvh - 32px));
      border: 1px solid var(--_border);
      border-radius: var(--_radius-card);
      padding: 16px;
      background: var(--_surface-raised);
      color: var(--_text);
      font: inherit;
      overflow-wrap: anywhere;
    }
    dialog::backdrop {
      background: rgb(14 16 21 / 50%);
    }
    dialog :is(header, footer) {
      display: flex;
      gap: 8px;
      align-items: center;
      justify-content: space-between;
    }
    dialog h2 {
      min-width: 0;
      font-size: 16px;
      line-height: 24px;
      font-weight: 600;
    }
    dialog ul {
      list-style: none;
    }
  `,
]
