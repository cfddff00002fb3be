import { describe, expect, test } from 'vitest'
import { linkHeader, readPage } from './page-links.ts'

const url = 'https://host.example/api/v1/messaging?target_type=xform&target_id=1337&page_size=2'

describe('links', () => {
  test('case 64: the first of two pages leads to the next and the last, with the other parameters kept', () => {
    expect(linkHeader(url, { page: 1, pages: 2 })).toBe(`<${url}&page=2>; rel="next", <${url}&page=2>; rel="last"`)
  })

  test('a page in the middle leads everywhere', () => {
    expect(linkHeader(`${url}&page=2`, { page: 2, pages: 3 })).toBe(
      [
        `<${url}&page=1>; rel="prev"`,
        `<${url}&page=3>; rel="next"`,
        `<${url}&page=3>; rel="last"`,
        `<${url}&page=1>; rel="first"`,
      ].join(', '),
    )
  })

  test('the last page leads back, the only one nowhere', () => {
    expect(linkHeader(`${url}&page=2`, { page: 2, pages: 2 })).toBe(
      `<${url}&page=1>; rel="prev", <${url}&page=1>; rel="first"`,
    )
    expect(linkHeader(url, { page: 1, pages: 1 })).toBeNull()
  })
})

test.each([
  ['', { page: 1, size: 1_000 }],
  ['page=3&page_size=20', { page: 3, size: 20 }],
  ['page_size=10000', { page: 1, size: 10_000 }],
  ['page_size=10001', { page: 1, size: 10_000 }],
  ['page_size=0', { page: 1, size: 1_000 }],
  ['page_size=many', { page: 1, size: 1_000 }],
  ['page=0', { page: null, size: 1_000 }],
  ['page=-1', { page: null, size: 1_000 }],
  ['page=last', { page: null, size: 1_000 }],
])('the page of "%s"', (query, page) => {
  expect(readPage(new URLSearchParams(query))).toEqual(page)
})
