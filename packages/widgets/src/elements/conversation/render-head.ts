import type { Conversation } from '@msg/core'
import { html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import { toolbarKey } from '../../context/toolbar.ts'
import type { Strings } from '../../i18n/strings.ts'
import { icons } from '../../icons/icons.ts'
import type { Renaming } from './renaming.ts'
import type { SideDialog } from './side-dialogs.ts'

/** What the head of a conversation is made with. */
export interface Head {
  /** What it is called; empty as long as that is not known. */
  readonly title: string
  /** Null as long as it is not known. */
  readonly conversation: Conversation | null
  readonly strings: Strings
  readonly renaming: Renaming
  show(dialog: SideDialog): void
}

/** What a conversation is called, how many are in it, and what one may look at beside its messages. */
export const renderHead = (head: Head): TemplateResult => {
  const { title, conversation, strings, renaming } = head
  return html`<header part="header">
    <slot name="header-start"></slot>
    <slot name="header"
      >${repeat(
        // A title that is being written is this conversation's.
        [conversation?.id],
        (id) => id,
        () =>
          html`<msg-title
            .shown=${title}
            .own=${conversation?.title ?? null}
            .refused=${renaming.state.status === 'failed'}
            .editable=${conversation?.me.can.rename === true}
            exportparts="title"
            @msg-rename=${renaming.rename}
          ></msg-title>`,
      )}
      ${renderPeople(conversation, strings)}</slot
    >
    <msg-status variant="dot"></msg-status>
    ${conversation === null ? nothing : renderTools(conversation, head)}
    <slot name="header-actions"></slot>
  </header>`
}

/** One tab stop. */
const renderTools = ({ memberCount }: Conversation, { title, strings, show }: Head): TemplateResult => {
  const tools: readonly Tool[] = [
    { dialog: 'find', label: strings.searchHere, icon: icons.search },
    { dialog: 'pins', label: strings.pinned, icon: icons.pin },
    ...(memberCount === 0 ? [] : [{ dialog: 'members', label: strings.members, icon: icons.people } as const]),
  ]
  return html`<div role="toolbar" class="tools" aria-label=${strings.messagesWith(title)} @keydown=${toolbarKey}>
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
const renderPeople = (conversation: Conversation | null, strings: Strings): TemplateResult | typeof nothing => {
  if (conversation === null || conversation.kind === 'direct' || conversation.kind === 'channel') return nothing
  return html`<span class="people">${strings.memberCount(conversation.memberCount)}</span>`
}
