import type { RelayMemo } from './relay-memo.ts'

/** The right to run a link, as long as this process has it. */
export interface HeldClaim {
  /** Fires when the link is to end, or when it is no longer this process's to run. */
  readonly signal: AbortSignal
  /** What the one before left, and this one has changed since. */
  readonly memo: RelayMemo
  /** What whoever comes next is to read: the host has it with the next renewal. */
  change(change: Partial<RelayMemo>): void
  /** The same; resolves once the host has it. Rejects where the claim is lost: then nothing more may be done. */
  write(change: Partial<RelayMemo>): Promise<void>
  /** Resolves while the claim is held; asks the host where its time ran out, as it does in a process that slept. Rejects where it is lost. */
  ensure(): Promise<void>
  release(): Promise<void>
}
