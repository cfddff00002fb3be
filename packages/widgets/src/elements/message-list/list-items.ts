/** What a timeline shows, line by line: dividers between days, the unread divider, and rows in runs of one author. */
import type { TimelineLine, TimelineRow, TimelineSnapshot } from '@msg/client/views'
import type { MessageId } from '@msg/core'
import type { TimeFormat } from '../../time/format-time.ts'
import { isThere } from './is-there.ts'

/** One line of the list. Its `key` stays the same as long as it is there. */
export type ListItem =
  | { readonly key: string; readonly type: 'day'; readonly at: string }
  | { readonly key: string; readonly type: 'unread' }
  | { readonly key: string; readonly type: 'line'; readonly line: TimelineLine }
  | RowItem

/** A message in its run: what one author wrote in a row. */
export interface RowItem {
  readonly key: MessageId
  readonly type: 'row'
  readonly row: TimelineRow
  /** The first of its run shows the author. */
  readonly first: boolean
  /** The last of its run shows the picture and the time. */
  readonly last: boolean
}

export interface ListOptions {
  readonly rows: readonly TimelineRow[]
  /** Who came and went, in order. */
  readonly lines: readonly TimelineLine[]
  /** Whether nothing lies before them. Where something does, it is not known whether the day begins with the first row. */
  readonly fromStart: boolean
  /** The row before which the unread divider stands. */
  readonly divider: MessageId | null
  readonly times: Pick<TimeFormat, 'dayKey'>
  /** Whether tombstones of retracted messages are shown. */
  readonly showDeleted: boolean
}

/** Longer than this between two messages of one author, and a new run begins; in milliseconds. */
const runPause = 5 * 60_000

/** Puts the lines of a timeline together, and answers the same list until something that it is made of is another. */
export const createListItems = (): ((
  snapshot: TimelineSnapshot | null,
  setting: Pick<ListOptions, 'times' | 'showDeleted' | 'divider'>,
) => readonly ListItem[]) => {
  let known: { readonly options: ListOptions; readonly items: readonly ListItem[] } | null = null
  return (snapshot, setting) => {
    if (snapshot === null) return noItems
    const { rows, lines, before } = snapshot
    const options: ListOptions = { ...setting, rows, lines, fromStart: before === 'end' }
    if (known === null || !isSame(known.options, options)) known = { options, items: listItems(options) }
    return known.items
  }
}

const noItems: readonly ListItem[] = []

const isSame = (one: ListOptions, other: ListOptions): boolean =>
  one.rows === other.rows &&
  one.lines === other.lines &&
  one.fromStart === other.fromStart &&
  one.divider === other.divider &&
  one.times === other.times &&
  one.showDeleted === other.showDeleted

/** The lines of a list. */
export const listItems = ({
  rows,
  lines,
  fromStart,
  divider,
  times,
  showDeleted,
}: ListOptions): readonly ListItem[] => {
  const shown = showDeleted ? rows : rows.filter(isThere)
  const unreadFrom = showDeleted ? divider : firstThere(rows, divider)
  const days = shown.map(({ createdAt }) => times.dayKey(createdAt))
  const begins = shown.map((row, at) => {
    const before = shown[at - 1]
    if (before === undefined || days[at] !== days[at - 1] || row.id === unreadFrom) return true
    if (linesBetween(lines, before, row).length > 0) return true
    return before.authorId !== row.authorId || isLater(before, row) || row.replyTo !== null
  })
  const items = shown.flatMap((row, at): readonly ListItem[] => {
    const day: readonly ListItem[] =
      days[at] === days[at - 1] || (at === 0 && !fromStart)
        ? []
        : [{ key: `day ${days[at]}`, type: 'day', at: row.createdAt }]
    const unread: readonly ListItem[] = row.id === unreadFrom ? [{ key: 'unread', type: 'unread' }] : []
    const last = begins[at + 1] !== false
    const between = linesBetween(lines, shown[at - 1], row).map(lineItem)
    return [...day, ...between, ...unread, { key: row.id, type: 'row', row, first: begins[at] === true, last }]
  })
  return [...items, ...linesBetween(lines, shown.at(-1), undefined).map(lineItem)]
}

/** The first message from another one on that was not deleted. */
const firstThere = (rows: readonly TimelineRow[], from: MessageId | null): MessageId | null => {
  const at = rows.findIndex(({ id }) => id === from)
  return at === -1 ? null : (rows.slice(at).find(isThere)?.id ?? null)
}

const lineItem = (line: TimelineLine): ListItem => ({ key: line.id, type: 'line', line })

/** The lines that stand after one row and before the next; what is on its way has no number, and comes after all of them. */
const linesBetween = (
  lines: readonly TimelineLine[],
  before: TimelineRow | undefined,
  after: TimelineRow | undefined,
): readonly TimelineLine[] => {
  if (lines.length === 0 || (before !== undefined && before.seq === null)) return []
  const from = before?.seq ?? 0
  const to = after?.seq ?? Infinity
  return lines.filter(({ afterSeq }) => (before === undefined || afterSeq >= from) && afterSeq < to)
}

const isLater = (before: TimelineRow, row: TimelineRow): boolean =>
  Date.parse(row.createdAt) - Date.parse(before.createdAt) > runPause
