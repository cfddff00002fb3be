import type { TimelineRow } from '@msg/client/views'
import { html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import { recentEmoji } from '../../emoji/recent-emoji.ts'
import { icons } from '../../icons/icons.ts'
import type { RowSetting } from './row-setting.ts'
import { actionsOf } from './row-actions.ts'
import type { OfferedAction } from './row-actions.ts'

/** What stands beside a message; all the rest, and these too where there is little room, is in its menu. */
const inReach: ReadonlySet<OfferedAction['action']> = new Set(['react', 'reply', 'edit'])

/**
 * What one can do to a message, in the room beside it: one tab stop.
 *
 * @csspart actions - The buttons
 */
export const renderActions = (
  row: TimelineRow,
  author: string,
  setting: RowSetting,
): TemplateResult | typeof nothing => {
  const { snapshot, me, surroundings, act, more } = setting
  const { strings } = surroundings
  const offered = actionsOf({ row, conversation: snapshot.conversation, me, strings })
  if (offered.length === 0) return nothing
  const openMenu = ({ currentTarget }: Event): void => {
    if (currentTarget instanceof Element) more(row, currentTarget)
  }
  return html`<div part="actions" class="actions" role="toolbar" aria-label=${author}>
    ${offered
      .filter(({ action }) => inReach.has(action))
      .map(
        ({ action, label, icon }) =>
          html`${action === 'react' ? quickReactions(row, author, setting) : nothing}<button
              class=${`icon ${action}`}
              tabindex="-1"
              title=${label}
              aria-label=${action === 'react' ? strings.reactTo(author) : label}
              @click=${() => act(row, action)}
            >
              ${icon}
            </button>`,
      )}
    <button
      class="icon"
      tabindex="-1"
      title=${strings.more}
      aria-label=${strings.more}
      aria-haspopup="menu"
      @click=${openMenu}
    >
      ${icons.more}
    </button>
  </div>`
}

/** The emoji used last, to react with at once. */
const quickReactions = (row: TimelineRow, author: string, { toggle, surroundings: { strings } }: RowSetting) =>
  recentEmoji()
    .slice(0, 3)
    .map(
      (emoji) =>
        html`<button
          class="icon quick"
          tabindex="-1"
          aria-label=${`${emoji} ${strings.reactTo(author)}`}
          @click=${() => toggle(row, emoji)}
        >
          ${emoji}
        </button>`,
    )
