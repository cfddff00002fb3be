/** Pages by number with a count, over verbs that only go forward. */

/** A page as the forerunner answers it. */
export interface NumberedPage<T> {
  readonly count: number
  /** Absolute addresses that keep every other parameter. */
  readonly next: string | null
  readonly previous: string | null
  readonly results: readonly T[]
}

/** The number of the page asked for; null for what is none. */
export const readPageNumber = (url: URL): number | null => {
  const page = url.searchParams.get('page') ?? '1'
  return /^0*[1-9]\d{0,8}$/.test(page) ? Number(page) : null
}

/** An address with a parameter set. */
export const withParameter = (url: URL, name: string, value: string): string => {
  const address = new URL(url)
  address.searchParams.set(name, value)
  return address.href
}

/** The page of this number, with its neighbours. */
export const numberedPage = <T>(
  url: URL,
  { page, count, more }: { readonly page: number; readonly count: number; readonly more: boolean },
  results: readonly T[],
): NumberedPage<T> => ({
  count,
  next: more ? withParameter(url, 'page', String(page + 1)) : null,
  previous: page > 1 ? withParameter(url, 'page', String(page - 1)) : null,
  results,
})
