import { html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import { nameOf } from '../../text/names.ts'
import type { ListItem } from './list-items.ts'
import { renderRow } from './render-row.ts'
import type { RowSetting } from './row-setting.ts'

/** A line of the list: a divider, who came or went, or a message. */
export const renderLine = (item: ListItem | undefined, setting: RowSetting): TemplateResult | typeof nothing => {
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
      return renderRow(item, setting)
  }
}
