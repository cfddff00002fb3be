import { MsgError } from '../errors.ts'
import type { ClaimKey, Claims, ReleaseClaimInput, TakeClaimInput } from '../model/claim.ts'
import type { ConversationId } from '../model/ids.ts'
import type { Store } from '../ports/store.ts'
import { claimMemo, claimWord, id, inputOf, optional, whole } from '../rules/input.ts'
import type { Session } from '../session.ts'
import { told } from './told.ts'

/** What claims are made of. */
export interface ClaimParts {
  readonly store: Pick<Store, 'lease' | 'keepLease' | 'leaseMemo' | 'release'>
  /** The session of the service. */
  readonly session: Session
  /** Where it may act; null for everywhere. */
  readonly within: ReadonlySet<ConversationId> | null
}

const key = { conversationId: id, name: claimWord }
const milliseconds = whole({ from: 1, to: 600_000 })
const readTake = inputOf<TakeClaimInput>({ ...key, holder: claimWord, milliseconds })
const readKeep = inputOf({
  ...key,
  fence: whole({ from: 1, to: Number.MAX_SAFE_INTEGER }),
  milliseconds,
  memo: optional(claimMemo),
})
const readRelease = inputOf<ReleaseClaimInput>({ ...key, holder: claimWord })

/** The claims of a service. */
export const claimsOf = ({ store, session, within }: ClaimParts): Claims => {
  const leaseOf = ({ conversationId, name }: ClaimKey): string => {
    if (within?.has(conversationId) === false)
      throw new MsgError('forbidden', 'this service does not act in that conversation', { reason: 'scope' })
    return `claim:${session.me}:${conversationId}:${name}`
  }
  return {
    async take(input) {
      const { conversationId, name, ...wanted } = readTake(input)
      const lease = leaseOf({ conversationId, name })
      await session.conversations.get({ conversationId })
      const fence = await told(store.lease({ ...wanted, name: lease }))
      // Read once it is held: whoever had it before can no longer change it.
      return fence === null ? null : { fence, memo: await told(store.leaseMemo(lease)) }
    },
    async keep(input) {
      const { conversationId, name, memo, ...kept } = readKeep(input)
      const lease = { ...kept, name: leaseOf({ conversationId, name }) }
      return told(store.keepLease(memo === undefined ? lease : { ...lease, memo }))
    },
    async release(input) {
      const { holder, ...claim } = readRelease(input)
      await told(store.release(leaseOf(claim), holder))
    },
  }
}
