import type { AccountRecord } from '../model/account.ts'
import type { CallOptions, NoInput, PageInput } from './call.ts'

/** What is kept of me. */
export interface AccountVerbs {
  /**
   * Everything that is kept of me, a page at a time: how I am shown; place by place my membership, my reader state, my
   * messages with all their texts, my reactions, and others' messages as far as I see them as a member; then whom I have
   * blocked. A page may be short, even empty, without being the last.
   * @throws invalid_cursor
   * @example
   * let after: string | null = null
   * do {
   *   const page = await session.account.export(after === null ? {} : { after })
   *   for (const record of page.records) lines.push(JSON.stringify(record))
   *   after = page.next
   * } while (after !== null)
   */
  export(input?: PageInput, options?: CallOptions): Promise<ExportPage>
  /**
   * Takes everything away that is kept of me, for good. My live connections end; groups and rooms I leave as by
   * `members.leave`; directs are closed. My messages stay as numbers without a text, and wherever my name stood there is one
   * that leads to nobody: others learn of it by `user.erased`. Takes as long as there is much to do; given up half-way, it is
   * finished by whoever calls it again, or by the host's upkeep. Again answers as the first time. What I do while it runs, or
   * afterwards, begins a new account, for which there are no directs with those whom I had one with (`not_found`).
   */
  erase(input?: NoInput, options?: CallOptions): Promise<ErasedAccount>
}

/** A page of everything that is kept of me. */
export interface ExportPage {
  readonly records: readonly AccountRecord[]
  /** The `after` of the next page; null on the last. */
  readonly next: string | null
}

/** That nothing is kept of me any more. */
export interface ErasedAccount {
  readonly erased: true
}
