import { expect, it } from 'vitest'
import { documentPaths, read } from './documents.ts'
import { brokenLinks } from './links.ts'

it.each(documentPaths())('every link of %s into this repository leads somewhere', (path) => {
  expect(brokenLinks(path, read(path))).toEqual([])
})

it('a link that leads nowhere is found, and code is not read as one', () => {
  const text = '# The `first` part\n[a](gone.md) [b](../README.md) [c](#the-first-part) [d](#other) `[e](gone.md)`'
  expect(brokenLinks('docs/planted.md', text)).toEqual(['docs/planted.md: gone.md', 'docs/planted.md: #other'])
  const ours = '[a](https://github.com/msg-js/msg/tree/main/packages/gone) [b](https://example.org/gone)'
  expect(brokenLinks('docs/planted.md', ours)).toHaveLength(1)
})
