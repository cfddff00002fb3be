import type { Conversation } from '@msg/core'
import { html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import { toolbarKey } from '../../context/toolbar.ts'
import type { Strings } from '../../i18n/strings.ts'
import { icons } from '../../icons/icons.ts'
import type { SideDialog } from './side-dialogs.ts'

/** What the tools in the head of a conversation do. */
export interface HeadTools {
  readonly strings: Strings
  show(dialog: SideDialog): void
}

/** What one may look at beside the messages: one tab stop. */
export const renderHeadTools = ({ memberCount }: Conversation, { strings, show }: HeadTools): TemplateResult => {
  const tools: readonly Tool[] = [
    { dialog: 'find', label: strings.searchHere, icon: icons.search },
    { dialog: 'pins', label: strings.pinned, icon: icons.pin },
    ...(memberCount === 0 ? [] : [{ dialog: 'members', label: strings.members, icon: icons.people } as const]),
  ]
  return html`<div role="toolbar" class="tools" aria-label=${strings.conversations} @keydown=${toolbarKey}>
    ${tools.map(
      ({ dialog, label, icon }, at) =>
        html`<button
          class="icon"
          tabindex=${at === 0 ? 0 : -1}
          aria-label=${label}
          title=${label}
          @click=${() => show(dialog)}
        >
          ${icon}
        </button>`,
    )}
  </div>`
}

interface Tool {
  readonly dialog: SideDialog
  readonly label: string
  readonly icon: TemplateResult
}

/** How many are in it, where that says something. */
export const renderPeople = (conversation: Conversation | null, strings: Strings): TemplateResult | typeof nothing => {
  if (conversation === null || conversation.kind === 'direct' || conversation.kind === 'channel') return nothing
  return html`<span class="people">${strings.memberCount(conversation.memberCount)}</span>`
}
