/** Which page was asked for. */
export interface PageQuery {
  /** From 1 on; null where none can be meant. */
  readonly page: number | null
  readonly size: number
}

/** How many items a page has when not said, and at most. */
export const pageSizes = { usual: 1_000, most: 10_000 } as const

/** Reads `page` and `page_size`: a size that is none is the usual one, one that is too large the largest. */
export const readPage = (query: URLSearchParams): PageQuery => {
  const size = positive(query.get('page_size') ?? '')
  return {
    page: positive(query.get('page') ?? '1'),
    size: size === null ? pageSizes.usual : Math.min(size, pageSizes.most),
  }
}

const positive = (text: string): number | null => (/^0*[1-9]\d{0,8}$/.test(text) ? Number(text) : null)

/** Where a page stands among how many. */
export interface PageOf {
  readonly page: number
  readonly pages: number
}

/** The `Link` header of a page: prev, next, last and first, each where it leads elsewhere; null where none does. */
export const linkHeader = (url: string, { page, pages }: PageOf): string | null => {
  const to = (wanted: number): string => {
    const address = new URL(url)
    address.searchParams.set('page', String(wanted))
    return address.href
  }
  const links = [
    ...(page > 1 ? [`<${to(page - 1)}>; rel="prev"`] : []),
    ...(page < pages ? [`<${to(page + 1)}>; rel="next"`, `<${to(pages)}>; rel="last"`] : []),
    ...(page > 1 ? [`<${to(1)}>; rel="first"`] : []),
  ]
  return links.length === 0 ? null : links.join(', ')
}
