/**
 * Pages that were read before, by whose they are and how long. The database is still asked, each time, whether they are what would be
 * read now: what is saved is reading them, never asking. What is kept is never changed.
 */
export interface KeptPages<Page> {
  get(owner: string, limit: number): Page | undefined
  set(owner: string, limit: number, page: Page): void
  /** To be called when something of an owner's pages has changed: to ask about them is of no use. */
  drop(owner: string): void
  /** To be called when the database failed: it may not be the same any more. */
  forget(): void
}

export interface KeptPagesOptions<Page> {
  /** In characters. */
  readonly room: number
  /** What is on a page. */
  readonly sizeOf: (page: Page) => number
}

/** What a page takes in characters with nothing on it: who has an empty inbox takes some room as well, and there may be millions of them. */
const empty = 256

/** Keeps pages as far as there is room; those of the owners first asked for give way. */
export const createKeptPages = <Page>({ room, sizeOf: sizeOn }: KeptPagesOptions<Page>): KeptPages<Page> => {
  const sizeOf = (page: Page): number => empty + sizeOn(page)
  const owners = new Map<string, Map<number, Page>>()
  let size = 0

  const drop = (owner: string): void => {
    const pages = owners.get(owner)
    if (pages === undefined) return
    owners.delete(owner)
    for (const page of pages.values()) size -= sizeOf(page)
  }
  return {
    get: (owner, limit) => owners.get(owner)?.get(limit),
    set(owner, limit, page) {
      const pages = owners.get(owner) ?? new Map<number, Page>()
      const before = pages.get(limit)
      if (before !== undefined) size -= sizeOf(before)
      size += sizeOf(page)
      pages.set(limit, page)
      owners.set(owner, pages)
      for (const oldest of owners.keys()) {
        if (size <= room) break
        drop(oldest)
      }
    },
    drop,
    forget() {
      owners.clear()
      size = 0
    },
  }
}
