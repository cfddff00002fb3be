import type { TimelineRow } from '@msg/client/views'
import { expect, test } from 'vitest'
import { rowWith } from '../../../test/support/row.ts'
import { createTimeFormat } from '../../time/format-time.ts'
import { listItems } from './list-items.ts'
import type { ListItem } from './list-items.ts'

const times = createTimeFormat('en', { today: 'Today', yesterday: 'Yesterday' }, 'UTC')

const row = (id: string, authorId: string, createdAt: string, more: Partial<TimelineRow> = {}): TimelineRow =>
  rowWith({ id, authorId, createdAt, body: id, ...more })

const drawn = (items: readonly ListItem[]): readonly string[] =>
  items.map((item) => (item.type === 'row' ? `${item.first ? '[' : ''}${item.key}${item.last ? ']' : ''}` : item.key))

const list = (rows: readonly TimelineRow[], divider: string | null = null, showDeleted = true) =>
  drawn(listItems({ rows, lines: [], fromStart: true, divider, times, showDeleted }))

test('what one author writes in a row is one run', () => {
  expect(
    list([
      row('a', 'ana', '2026-11-20T10:00:00Z'),
      row('b', 'ana', '2026-11-20T10:01:00Z'),
      row('c', 'ana', '2026-11-20T10:02:00Z'),
      row('d', 'ben', '2026-11-20T10:02:30Z'),
    ]),
  ).toEqual(['day 2026-11-20', '[a', 'b', 'c]', '[d]'])
})

test('a run ends with the day, after five minutes, before a reply and at the unread divider', () => {
  expect(
    list(
      [
        row('a', 'ana', '2026-11-20T23:58:00Z'),
        row('b', 'ana', '2026-11-21T00:01:00Z'),
        row('c', 'ana', '2026-11-21T00:06:01Z'),
        row('d', 'ana', '2026-11-21T00:06:30Z', { replyTo: 'a' }),
        row('e', 'ana', '2026-11-21T00:06:40Z'),
      ],
      'e',
    ),
  ).toEqual(['day 2026-11-20', '[a]', 'day 2026-11-21', '[b]', '[c]', '[d]', 'unread', '[e]'])
})

test('where more lies before them, the first day is not said: what comes before may be of the same day', () => {
  const rows = [row('a', 'ana', '2026-11-20T10:00:00Z'), row('b', 'ana', '2026-11-21T10:00:00Z')]
  const items = listItems({ rows, lines: [], fromStart: false, divider: null, times, showDeleted: true })
  expect(drawn(items)).toEqual(['[a]', 'day 2026-11-21', '[b]'])
})

test('tombstones are shown or not, and a run closes over those that are not', () => {
  const rows = [
    row('a', 'ana', '2026-11-20T10:00:00Z'),
    row('b', 'ben', '2026-11-20T10:00:10Z', { retractedAt: '2026-11-20T10:01:00Z', body: null }),
    row('c', 'ana', '2026-11-20T10:00:20Z'),
  ]
  expect(list(rows)).toEqual(['day 2026-11-20', '[a]', '[b]', '[c]'])
  expect(list(rows, null, false)).toEqual(['day 2026-11-20', '[a', 'c]'])
  const later = row('d', 'ana', '2026-11-21T10:00:00Z')
  expect(list([...rows.slice(1, 2), later], null, false)).toEqual(['day 2026-11-21', '[d]'])
})

test('where a deleted message was the first unread one and is not shown, the divider stands before the next', () => {
  const deleted = { retractedAt: '2026-11-20T10:01:00Z', body: null }
  const rows = [
    row('a', 'ben', '2026-11-20T10:00:00Z'),
    row('b', 'ben', '2026-11-20T10:00:10Z', deleted),
    row('c', 'ben', '2026-11-20T10:00:20Z'),
  ]
  expect(list(rows, 'b')).toEqual(['day 2026-11-20', '[a]', 'unread', '[b', 'c]'])
  expect(list(rows, 'b', false)).toEqual(['day 2026-11-20', '[a]', 'unread', '[c]'])
  expect(list(rows.slice(0, 2), 'b', false)).toEqual(['day 2026-11-20', '[a]'])
})

test('who came and went stands between the messages, and ends a run', () => {
  const line = (afterSeq: number) =>
    ({ id: `line ${afterSeq}`, type: 'joined', userId: 'ben', at: '', afterSeq }) as const
  const rows = [
    row('a', 'ana', '2026-11-20T10:00:00Z', { seq: 1 }),
    row('b', 'ana', '2026-11-20T10:00:10Z', { seq: 2 }),
    row('c', 'ana', '2026-11-20T10:00:20Z', { seq: null }),
  ]
  const items = listItems({
    rows,
    lines: [line(0), line(1), line(2)],
    fromStart: true,
    divider: null,
    times,
    showDeleted: true,
  })
  expect(drawn(items)).toEqual(['day 2026-11-20', 'line 0', '[a]', 'line 1', '[b]', 'line 2', '[c]'])
  const before = listItems({
    rows: rows.slice(0, 1),
    lines: [line(1)],
    fromStart: true,
    divider: null,
    times,
    showDeleted: true,
  })
  expect(drawn(before)).toEqual(['day 2026-11-20', '[a]', 'line 1'])
})
