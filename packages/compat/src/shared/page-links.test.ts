import { expect, it } from 'vitest'
import { pageLinks, readPageStart } from './page-links.ts'
import type { PageStart } from './page-links.ts'

const first = new URL('https://app.example/api/dm/conversations/?limit=5')

const startOf = (link: string | null): PageStart | null => (link === null ? null : readPageStart(new URL(link)))

it('links are absolute, keep other parameters, and lead forth and back page by page', () => {
  expect(pageLinks(first, [], 'ä')).toMatchObject({ previous: null })
  const { next } = pageLinks(first, [], 'ä')
  expect(next).toContain('https://app.example/api/dm/conversations/?limit=5&cursor=')
  const second = new URL(next ?? '')
  expect(readPageStart(second)).toEqual(['ä'])
  const third = pageLinks(second, ['ä'], 'b')
  expect(startOf(third.next)).toEqual(['ä', 'b'])
  expect(third.previous).toBe(first.href)
  expect(startOf(pageLinks(new URL(third.next ?? ''), ['ä', 'b'], null).previous)).toEqual(['ä'])
})

it('the last page has no next', () => {
  expect(pageLinks(first, ['a'], null).next).toBeNull()
})

it('a cursor does not grow for ever', () => {
  const far = Array.from({ length: 50 }, (_, index) => String(index))
  expect(startOf(pageLinks(first, far, '50').next)).toEqual([...far.slice(1), '50'])
})

it.each(['x', '%', 'W10', 'WzFd', 'bnVsbA'])('the cursor %s is none of ours', (cursor) => {
  const url = new URL(first)
  url.searchParams.set('cursor', cursor)
  expect(readPageStart(url)).toBeNull()
})
