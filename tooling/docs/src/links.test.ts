import { statSync } from 'node:fs'
import { join, posix } from 'node:path'
import { expect, it } from 'vitest'
import { documentPaths, read, root } from './documents.ts'
import { brokenLinks } from './links.ts'

it.each(documentPaths())('every link of %s into this repository leads somewhere', (path) => {
  expect(brokenLinks(path, read(path))).toEqual([])
})

it('every decision is in their list, by its title', () => {
  const list = read('docs/decisions/README.md')
  const decisions = documentPaths().filter((path) => /^docs\/decisions\/\d/.test(path))
  for (const path of decisions) {
    const [, title] = /^# \d+\. (.+)/.exec(read(path)) ?? []
    expect(list).toContain(`[${title}](${posix.basename(path)})`)
  }
})

it('the README has two pictures, each quickly loaded', () => {
  const pictures = [...read('README.md').matchAll(/<img src="([^"]+)"/g)].map(([, path = '']) => path)
  expect(pictures).toHaveLength(2)
  for (const path of pictures) expect(statSync(join(root, path)).size).toBeLessThan(150_000)
})

it('a link that leads nowhere is found, and code is not read as one', () => {
  const text = '# The `first` part\n[a](gone.md) [b](../README.md) [c](#the-first-part) [d](#other) `[e](gone.md)`'
  expect(brokenLinks('docs/planted.md', text)).toEqual(['docs/planted.md: gone.md', 'docs/planted.md: #other'])
  const ours = '[a](https://github.com/msg-js/msg/tree/main/packages/gone) [b](https://example.org/gone)'
  expect(brokenLinks('docs/planted.md', ours)).toHaveLength(1)
})
