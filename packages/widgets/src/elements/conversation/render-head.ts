import type { Conversation } from '@msg/core'
import { html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import { toolbarKey } from '../../context/toolbar.ts'
import type { Strings } from '../../i18n/strings.ts'
import { icons } from '../../icons/icons.ts'

/** What the tools in the head of a conversation do. */
export interface HeadTools {
  readonly strings: Strings
  showPins(): void
  showMembers(): void
}

/** What one may look at beside the messages: one tab stop. */
export const renderHeadTools = ({ memberCount }: Conversation, tools: HeadTools): TemplateResult => {
  const { strings, showPins, showMembers } = tools
  return html`<div role="toolbar" class="tools" aria-label=${strings.conversations} @keydown=${toolbarKey}>
    <button class="icon" aria-label=${strings.pinned} title=${strings.pinned} @click=${showPins}>${icons.pin}</button>
    ${
      memberCount === 0
        ? nothing
        : html`<button
            class="icon"
            tabindex="-1"
            aria-label=${strings.members}
            title=${strings.members}
            @click=${showMembers}
          >
            ${icons.people}
          </button>`
    }
  </div>`
}

/** How many are in it, where that says something. */
export const renderPeople = (conversation: Conversation | null, strings: Strings): TemplateResult | typeof nothing => {
  if (conversation === null || conversation.kind === 'direct' || conversation.kind === 'channel') return nothing
  return html`<span class="people">${strings.memberCount(conversation.memberCount)}</span>`
}
