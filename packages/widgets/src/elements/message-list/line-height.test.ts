import { expect, test } from 'vitest'
import { rowWith } from '../../../test/support/row.ts'
import { likelyHeight } from './line-height.ts'
import type { ListItem } from './list-items.ts'

const item = (body: string, first: boolean): ListItem => ({
  key: 'a',
  type: 'row',
  first,
  last: true,
  row: rowWith({ body }),
})

test('a message is likely as high as its lines, and a little higher where a run begins', () => {
  expect(likelyHeight(item('hello', false))).toBe(38)
  expect(likelyHeight(item('hello', true))).toBe(45)
  expect(likelyHeight(item('a\nb\nc', false))).toBe(82)
  expect(likelyHeight(item('word '.repeat(20), false))).toBe(60)
  expect(likelyHeight(item('', false))).toBe(38)
})
