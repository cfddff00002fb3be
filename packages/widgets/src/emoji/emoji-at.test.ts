import { expect, test } from 'vitest'
import { emojiAt } from './emoji-at.ts'

test('a word after a colon is one for an emoji, from its second letter on', () => {
  expect(emojiAt(':ro', 3)).toEqual({ from: 0, query: 'ro' })
  expect(emojiAt('look :thumbs_up', 15)).toEqual({ from: 5, query: 'thumbs_up' })
  expect(emojiAt('(:été', 5)).toEqual({ from: 1, query: 'été' })
  expect(emojiAt(':rocket', 4)).toEqual({ from: 0, query: 'roc' })
  expect(emojiAt(':r', 2)).toBeNull()
})

test('a time, an address, a smiley and a word that has ended are none', () => {
  for (const text of ['at 10:30', 'https://a', ':-)', ':D', ':rocket ', 'note: this'])
    expect(emojiAt(text, text.length)).toBeNull()
})
