import { css, html, nothing } from 'lit'
import type { CSSResult, TemplateResult } from 'lit'
import { createMenuKeys } from '../../context/menu-keys.ts'
import type { Popover } from '../../context/popover.ts'
import { recentEmoji } from '../../emoji/recent-emoji.ts'
import type { OfferedAction } from './row-actions.ts'

export const rowMenuStyles: CSSResult = css`
  .menu {
    height: 100%;
    overflow-y: auto;
    padding: 4px;
  }
  .menu .quick {
    display: grid;
    grid-template-columns: repeat(5, minmax(0, 1fr));
    margin-block-end: 4px;
    border-block-end: 1px solid var(--_border);
    padding-block-end: 4px;
  }
  .menu .quick button {
    min-height: 40px;
    padding: 0;
    font-size: 20px;
  }
  .menu .item {
    display: grid;
    grid-template-columns: 20px minmax(0, 1fr) auto;
    gap: 12px;
    align-items: center;
    width: 100%;
    min-height: 40px;
    padding-inline: 8px;
    font-weight: 400;
    text-align: start;
    outline-offset: -2px;
  }
  .menu kbd {
    color: var(--_text-3);
    font: inherit;
    font-size: 12px;
  }
  @media (pointer: coarse) {
    .menu kbd {
      display: none;
    }
  }
`

/** The menu of one message: its words are asked for anew each time it is drawn, as their language may be another by then. */
export interface RowMenu {
  offered(): readonly OfferedAction[]
  /** What the menu is called. */
  label(): string
  act(action: OfferedAction): void
  /** Takes an emoji; null where nobody reacts here. */
  readonly react: ((emoji: string) => void) | null
}

/** Heights in pixels, as the style sheet has them. */
const heights = { item: 40, quick: 49, around: 10 } as const

/**
 * Opens the menu of a message beside `anchor`: the emoji used last, and everything one can do, each with its key.
 *
 * @csspart menu - The menu
 */
export const openRowMenu = (popover: Popover, anchor: Element, menu: RowMenu): void => {
  const closing: Closing = {
    keys: createMenuKeys(() => popover.close()),
    before: (act) => () => {
      popover.close()
      act()
    },
  }
  const quick = menu.react === null ? 0 : heights.quick
  popover.open(anchor, {
    width: 240,
    height: menu.offered().length * heights.item + quick + heights.around,
    render: () => renderMenu(menu, closing),
    focus: (panel) => panel.querySelector<HTMLElement>('.item')?.focus(),
  })
}

/** How a menu is left. */
interface Closing {
  readonly keys: (event: KeyboardEvent) => void
  /** Closes it before something is done. */
  before(act: () => void): () => void
}

const renderMenu = (menu: RowMenu, { keys, before }: Closing): TemplateResult => {
  const { react } = menu
  return html`<div part="menu" class="menu" role="menu" aria-label=${menu.label()} @keydown=${keys}>
    ${
      react === null
        ? nothing
        : html`<div class="quick" role="group">
            ${recentEmoji()
              .slice(0, 5)
              .map(
                (emoji) =>
                  html`<button role="menuitem" tabindex="-1" @click=${before(() => react(emoji))}>${emoji}</button>`,
              )}
          </div>`
    }
    ${menu.offered().map(
      (action) =>
        html`<button
          class=${action.action === 'delete' ? 'item danger' : 'item'}
          role="menuitem"
          tabindex="-1"
          aria-keyshortcuts=${action.key ?? nothing}
          @click=${before(() => menu.act(action))}
        >
          ${action.icon} <span>${action.label}</span>
          ${action.key === null ? nothing : html`<kbd aria-hidden="true">${keyFace(action.key)}</kbd>`}
        </button>`,
    )}
  </div>`
}

/** A key as it is written on a keyboard. */
const keyFace = (key: string): string => (key === 'Delete' ? 'Del' : key.toUpperCase())
