import { expect, test } from 'vitest'
import { loadEmoji } from './emoji-book.ts'

test('an emoji is found by the beginnings of its words, in the language of the page; those named so come first', async () => {
  const english = await loadEmoji('en')
  expect(english.search('thumbs u')[0]).toMatchObject({ emoji: '👍', name: 'thumbs up' })
  expect(english.search('zzz nothing')).toEqual([])
  expect(english.search(' ')).toEqual([])
  const german = await loadEmoji('de')
  expect(german.search('daumen hoch')[0]?.emoji).toBe('👍')
})

test('an emoji is written as everybody writes it', async () => {
  const book = await loadEmoji('en')
  expect(book.of(['👍', '❤️', 'no emoji'])).toMatchObject([{ emoji: '👍' }, { emoji: '❤️' }])
})

test('parts of emoji are not offered, nor what is a box on many systems', async () => {
  const book = await loadEmoji('en')
  expect(book.group('people').some(({ emoji }) => emoji === '🏽')).toBe(false)
  expect(book.search('lime')).toEqual([])
})
