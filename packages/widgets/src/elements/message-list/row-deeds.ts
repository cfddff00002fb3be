import type { Timeline, TimelineRow } from '@msg/client/views'
import type { Popover } from '../../context/popover.ts'
import type { Surroundings } from '../../context/surroundings.ts'
import { openEmoji } from '../emoji-picker/emoji-popover.ts'
import type { MessageAction, OfferedAction } from './row-actions.ts'
import { openRowMenu } from './row-menu.ts'

/** The list whose rows something is done to. */
export interface DeedsHost {
  readonly timeline: Timeline | null
  readonly surroundings: Surroundings
  readonly renderRoot: HTMLElement | DocumentFragment
  readonly overlay: Popover
  offered(row: TimelineRow): readonly OfferedAction[]
  /** Asks the host of the page whether it may be done; true unless it was prevented. */
  mayDo(action: MessageAction, row: TimelineRow): boolean
}

/** What is done to the messages of a list. What the list cannot do by itself its host hears of. */
export interface RowDeeds {
  act(row: TimelineRow, action: MessageAction): void
  /** Opens the menu of a message beside a part of it. */
  more(row: TimelineRow, anchor: Element): void
  /** Puts a reaction of mine there, or takes it away. */
  toggle(row: TimelineRow, emoji: string): void
  /** Tries again what was refused. */
  retry(row: TimelineRow): void
  /** Gives up what was refused, or is not sent yet. */
  discard(row: TimelineRow): void
  /** Takes back what was not sent, to write it anew. */
  rewrite(row: TimelineRow): void
}

/** Makes what is done to the rows of a list. */
export const createRowDeeds = (host: DeedsHost): RowDeeds => {
  const outbox = () => host.surroundings.connected?.views.outbox
  const react = (row: TimelineRow): void => {
    const shown = host.renderRoot.querySelector(`.row[data-id="${row.id}"] :is(.bubble, .attachments)`)
    if (shown !== null) openEmoji(host.overlay, shown, (emoji) => host.timeline?.react(row.id, emoji))
  }
  const discard: RowDeeds['discard'] = (row) => failed(row).forEach((id) => outbox()?.discard(id))
  const act: RowDeeds['act'] = (row, action) => {
    if (!host.mayDo(action, row)) return
    if (action === 'react') react(row)
    if (action === 'pin') host.timeline?.pin(row.id)
    if (action === 'unpin') host.timeline?.unpin(row.id)
    if (action === 'discard') discard(row)
    if (action === 'hide') host.timeline?.hide(row.id)
    if (action === 'copy') void copy(row)
  }
  /** A page may not be let at the clipboard, or be given none. */
  const copy = async ({ body }: TimelineRow): Promise<void> => {
    try {
      await navigator.clipboard.writeText(body ?? '')
    } catch {
      const { announcer, strings } = host.surroundings
      announcer.alert(strings.notDone)
    }
  }
  const toggle: RowDeeds['toggle'] = (row, emoji) => {
    const me = host.surroundings.connected?.session.me ?? ''
    const mine = row.reactions.some((reaction) => reaction.emoji === emoji && reaction.userIds.includes(me))
    if (mine) host.timeline?.unreact(row.id, emoji)
    else host.timeline?.react(row.id, emoji)
  }
  return {
    act,
    toggle,
    more(row, anchor) {
      const offered = () => host.offered(row)
      if (offered().length === 0) return
      const mayReact = offered().some(({ action }) => action === 'react')
      openRowMenu(host.overlay, anchor, {
        offered,
        label: () => host.surroundings.strings.more,
        act: ({ action }) => act(row, action),
        react: mayReact ? (emoji) => toggle(row, emoji) : null,
      })
    },
    retry: (row) => failed(row).forEach((id) => outbox()?.retry(id)),
    discard,
    rewrite(row) {
      if (host.mayDo('rewrite', row)) outbox()?.discard(row.id)
    },
  }
}

/** The entries of the outbox that were refused for a row. */
const failed = ({ id, writes }: TimelineRow): readonly string[] => [
  id,
  ...writes.filter(({ state }) => state === 'failed').map((entry) => entry.id),
]
