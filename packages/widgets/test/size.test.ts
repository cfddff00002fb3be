import { expect, test } from 'vitest'
import { built, loadedBy, sizeOf } from './support/built.ts'
import type { Built } from './support/built.ts'

const kB = 1_000

/** All there is of an entry, but the data of emoji, which is not ours. */
const codeOf = (files: Built): readonly string[] =>
  Object.keys(files).filter((name) => !/emoji-picker-element-data/.test(Object.keys(files[name]?.inputs ?? {}).join()))

test.each([
  ['unread-badge', 45],
  // What its button opens is loaded when one comes near it.
  ['dm', 14],
  ['room', 45],
  ['inbox', 70],
])('%s loads at most %d kB at first, and 130 with all that it may ever load', async (entry, most) => {
  const files = await built(entry)
  expect(sizeOf(files, loadedBy(files, `define/${entry}.ts`))).toBeLessThanOrEqual(most * kB)
  expect(sizeOf(files, codeOf(files))).toBeLessThanOrEqual(130 * kB)
})

test('nothing of a conversation is loaded for the button that opens one', async () => {
  const files = await built('dm')
  const atFirst = loadedBy(files, 'define/dm.ts')
  const sources = [...atFirst].flatMap((name) => Object.keys(files[name]?.inputs ?? {}))
  expect(sources.filter((path) => /elements\/(?:conversation|composer|message-list)\//.test(path))).toEqual([])
})

test('a language is at most 4 kB', async () => {
  const files = await built('provider')
  for (const locale of ['ar', 'de', 'es', 'fr', 'ja'])
    expect([locale, sizeOf(files, loadedBy(files, `i18n/${locale}.ts`)) <= 4 * kB]).toEqual([locale, true])
})

test.each([
  ['the emoji picker', 8, 'define/emoji-picker.ts'],
  ['what reads Markdown', 17, 'text/markdown.ts'],
])('%s adds at most %i kB to a conversation', async (_, most, source) => {
  const files = await built('conversation')
  const there = loadedBy(files, 'define/conversation.ts')
  const more = [...loadedBy(files, source)].filter((name) => !there.has(name))
  expect(sizeOf(files, more)).toBeLessThanOrEqual(most * kB)
})
