/** What no verb takes for what it asks. */
import { limits } from '@msg/core'

export const notIds: readonly unknown[] = [
  '',
  'x',
  42,
  null,
  true,
  {},
  [],
  ['01a1f84c-41fd-71a8-a637-b93e3aa9dc36'],
  '01A1F84C-41FD-71A8-A637-B93E3AA9DC36',
  '01a1f84c-41fd-41a8-a637-b93e3aa9dc36',
  '{01a1f84c-41fd-71a8-a637-b93e3aa9dc36}',
  '01a1f84c-41fd-71a8-a637-b93e3aa9dc36.',
  '../../inbox',
  '01a1f84c-41fd-71a8-a637-b93e3aa9dc36\0',
]
export const notEmoji: readonly unknown[] = [undefined, '', 'a', '👍👍', ' ', '\uD83D', 1, null, {}, []]
export const notTexts: readonly unknown[] = [
  '',
  ' \t\n',
  '\u200B\u2060',
  'a\0b',
  '\uD800',
  42,
  null,
  true,
  {},
  ['text'],
]
export const notUsers: readonly unknown[] = [
  '',
  ' ',
  'a\nb',
  'a\0',
  '\uDC00',
  'x'.repeat(limits.userId + 1),
  7,
  null,
  {},
  [],
]
export const notVerbs: readonly unknown[] = [
  '',
  'Message',
  'a b',
  '1st',
  'a__b',
  'x'.repeat(limits.verb + 1),
  1,
  null,
  {},
  [],
]
export const notNumbers: readonly unknown[] = [-1, 1.5, '1', Number.NaN, Infinity, 2 ** 31, null, true, {}, []]
export const notTokens: readonly unknown[] = [1, null, {}, '', 'x'.repeat(3000)]
export const notTimes: readonly unknown[] = [
  '',
  'now',
  '2026-01-01',
  '2026-02-30T00:00:00.000Z',
  '2026-01-01T00:00:00Z',
  '2026-01-01T00:00:00.000+01:00',
  '0000-01-01T00:00:00.000Z',
  '+010000-01-01T00:00:00.000Z',
  0,
  null,
  {},
]
export const notLimits: readonly unknown[] = [0, 101, -1, 1.5, '10', null, {}, []]
export const notRowLimits: readonly unknown[] = [0, limits.statsRows + 1, -1, 1.5, '10', null, {}, []]
