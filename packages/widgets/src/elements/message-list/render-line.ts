import { html, nothing } from 'lit'
import { guard } from 'lit/directives/guard.js'
import { nameOf } from '../../text/names.ts'
import { readsMarkdown } from '../../text/read-body.ts'
import type { ListItem, RowItem } from './list-items.ts'
import { renderRow } from './render-row.ts'
import type { RowSetting } from './row-setting.ts'

/**
 * A line of the list: a divider, who came or went, or a message.
 *
 * @csspart day - The beginning of a day
 * @csspart unread-divider - The beginning of what is unread
 * @csspart line - Who came or went
 */
export const renderLine = (item: ListItem | undefined, setting: RowSetting): unknown => {
  const { strings, times, now } = setting.surroundings
  switch (item?.type) {
    case undefined:
      return nothing
    case 'day':
      return html`<div part="day" class="divider" role="separator">${times.day(item.at, now)}</div>`
    case 'unread':
      return html`<div part="unread-divider" class="divider unread" role="separator">${strings.unreadFrom}</div>`
    case 'line': {
      const { type, userId } = item.line
      const says = { joined: strings.joined, left: strings.left, removed: strings.removed }[type]
      const name = nameOf(setting.snapshot.profiles, userId)
      return html`<div part="line" class="line-text">${says(name)}</div>`
    }
    case 'row':
      return guard(partsOf(item, setting), () => renderRow(item, setting))
  }
}

/** All that a message is shown with: as long as it is the same nothing of it is rendered again, however far one scrolls. */
const partsOf = ({ row, first, last }: RowItem, setting: RowSetting): unknown[] => {
  const { snapshot, surroundings, flashed, me, cutOff } = setting
  const { rows, conversation, profiles, receipts } = snapshot
  // Another last message makes it another conversation: only what can be done to the active row depends on all of it.
  const active = setting.active === row.id ? conversation : null
  const conversed = [conversation?.kind, conversation?.me.can.react, profiles, readsMarkdown()]
  // What it answers may be another by now; how far it has got is said beside the last of mine only.
  const others = row.replyTo !== null || row.authorId === me ? [rows, receipts, cutOff] : []
  // Where a file is to be had changes by itself.
  const files = row.attachments.length > 0 ? [{}] : []
  return [row, first, last, active, flashed === row.id, surroundings, ...conversed, ...others, ...files]
}
