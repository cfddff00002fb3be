import type { Pair } from '../bridge-store.ts'
import { UnlinkableError } from '../linkable.ts'

/** A local message, or a part of one, that is being posted: it may be there, or come there yet. */
export type PostUnderWay = Pick<
  Pair,
  'messageId' | 'part' | 'seq' | 'authorId' | 'digest' | 'body' | 'above' | 'since' | 'remoteId'
>

/** A stretch of messages: those after `from` are the link's, those up to `upTo` are dealt with. */
export interface Reached {
  readonly from: number
  readonly upTo: number
}

/**
 * What whoever runs a link leaves to the next one, whose memory may know nothing of it: kept by the host with the claim of the link.
 * Ids and digests only.
 */
export interface RelayMemo {
  /** The memory of whoever wrote this: who has the same has nothing to learn from it. */
  readonly memory: string
  /** The remote accounts that ever posted for the link: what they write is never brought in. */
  readonly accounts: readonly number[]
  /** By numbers, in the conversation; null before it was read first. */
  readonly here: Reached | null
  /** By remote ids, in the room; null before it was read first. */
  readonly there: Reached | null
  readonly underWay: readonly PostUnderWay[]
  /** The remote users that were let in, the latest last: who is not there any more was removed. */
  readonly admitted: readonly number[]
}

/** More of those who were let in are not told. */
const mostAdmitted = 4_000

/** The memo as it is kept. */
export const memoText = (memo: RelayMemo): string =>
  JSON.stringify({ version: 1, ...memo, admitted: memo.admitted.slice(-mostAdmitted) })

/** Reads what the last one left; null where nobody did. @throws UnlinkableError for what a version of the bridge wrote that this one does not know */
export const readMemo = (text: string | null): RelayMemo | null => {
  if (text === null) return null
  const read: unknown = JSON.parse(text)
  if (!isMemo(read))
    throw new UnlinkableError('another version of the bridge ran this link before: run that one, or a newer')
  const { memory, accounts, here, there, underWay, admitted } = read
  return { memory, accounts, here, there, underWay, admitted }
}

/** Only bridges write memos, and the version says which. */
const isMemo = (value: unknown): value is RelayMemo =>
  typeof value === 'object' && value !== null && 'version' in value && value.version === 1
