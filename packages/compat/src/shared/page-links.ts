/** Pages by an opaque cursor in the query, with absolute links both ways, over verbs that only go forward. */

/** Where a page begins: after each of these places of a verb in turn, the last one counts. Empty for the first page. */
export type PageStart = readonly string[]

/** What a page links to: absolute addresses that keep every other parameter. */
export interface PageLinks {
  readonly next: string | null
  /** Null on the first page. */
  readonly previous: string | null
}

/** How many pages back `previous` leads step by step; from further down it leads to the first page at once. */
const remembered = 50

/** Where the page asked for begins; null for a cursor that is none of ours. */
export const readPageStart = (url: URL): PageStart | null => {
  const cursor = url.searchParams.get('cursor')
  if (cursor === null || cursor === '') return []
  try {
    const places: unknown = JSON.parse(fromBase64Url(cursor))
    return Array.isArray(places) && places.length > 0 && places.every((place) => typeof place === 'string')
      ? places
      : null
  } catch {
    return null
  }
}

/** The links of a page; `after` is where the next one begins, null on the last. */
export const pageLinks = (url: URL, start: PageStart, after: string | null): PageLinks => ({
  next: after === null ? null : linkTo(url, [...start, after].slice(-remembered)),
  previous: start.length === 0 ? null : linkTo(url, start.slice(0, -1)),
})

const linkTo = (url: URL, start: PageStart): string => {
  const link = new URL(url)
  if (start.length === 0) link.searchParams.delete('cursor')
  else link.searchParams.set('cursor', toBase64Url(JSON.stringify(start)))
  return link.href
}

const toBase64Url = (text: string): string =>
  btoa(String.fromCodePoint(...new TextEncoder().encode(text)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')

const fromBase64Url = (text: string): string =>
  new TextDecoder('utf-8', { fatal: true }).decode(
    Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (character) => character.codePointAt(0) ?? 0),
  )
