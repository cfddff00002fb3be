import type { ConversationId } from './ids.ts'

/** Which claim: a conversation, and a name for what is done there that the service chooses, such as the other end of a bridge. */
export interface ClaimKey {
  readonly conversationId: ConversationId
  /** 1 to 128 lower-case letters, digits and `._:-`, the first a letter or a digit. */
  readonly name: string
}

/** Who wants to do it alone, and for how long. */
export interface TakeClaimInput extends ClaimKey {
  /** Names the process, as another one never is: letters, digits and `._:-`, like a name. */
  readonly holder: string
  /** Milliseconds after which it is anybody's, 1 to 600,000: by the host's clock, from when it hears of it. */
  readonly milliseconds: number
}

/** A claim that is held. */
export interface Claim {
  /** Higher than that of every holder before. */
  readonly fence: number
  /** What the last holder left; null where nobody left anything. */
  readonly memo: string | null
}

/** Who prolongs a claim, by its number, and what they leave for the next one. */
export interface KeepClaimInput extends ClaimKey {
  readonly fence: number
  readonly milliseconds: number
  /** At most 65,536 characters: what the next one must know, no texts of users. Default: the memo stays. */
  readonly memo?: string
}

/** Who gives a claim up. */
export interface ReleaseClaimInput extends ClaimKey {
  readonly holder: string
}

/**
 * What a service does alone in a conversation, one process at a time: a lease that any of its processes takes, wherever it runs and
 * whatever it remembers, with a memo that each leaves to the next. A service's claims are its own: others have others, of the same name too.
 */
export interface Claims {
  /**
   * Takes a claim, or prolongs it for the same holder: null while another one has it. From then on nothing that was to be kept under
   * a lower number is.
   * @throws invalid, not_found, forbidden (`scope`), busy, unavailable, storage_full
   */
  take(input: TakeClaimInput): Promise<Claim | null>
  /**
   * Prolongs a claim and replaces its memo, in one step: false, and nothing is changed, once another one took it. What must not
   * happen twice is written down before it is done: who is refused here does not do it, and who takes the claim next knows of it.
   * @throws invalid, forbidden (`scope`), busy, unavailable, storage_full
   */
  keep(input: KeepClaimInput): Promise<boolean>
  /**
   * Gives a claim up before it runs out; its memo stays. Nothing happens where another one has it.
   * @throws invalid, forbidden (`scope`), busy, unavailable, storage_full
   */
  release(input: ReleaseClaimInput): Promise<void>
}
