import type { Pair } from '../bridge-store.ts'
import type { PostUnderWay } from '../claim/relay-memo.ts'
import type { LinkParts } from '../parts.ts'

/** Tells the host that these pairs are about to be posted. Rejects where the link is another's to run by now: then nothing is. */
export const beginPost = ({ claim }: LinkParts, posting: readonly Pair[]): Promise<void> =>
  claim.write({ underWay: [...without(claim.memo.underWay, posting), ...posting.map(postOf)] })

/** They are there. They are told of until all of their message is dealt with. */
export const endPost = ({ claim }: LinkParts, posted: readonly Pair[], remoteId: number): void =>
  claim.change({
    underWay: [...without(claim.memo.underWay, posted), ...posted.map(postOf).map((post) => ({ ...post, remoteId }))],
  })

/** They were not posted after all. */
export const forgetPost = ({ claim }: LinkParts, pairs: readonly Pair[]): void =>
  claim.change({ underWay: without(claim.memo.underWay, pairs) })

/** Nothing of a message is under way any more. */
export const forgetMessage = ({ claim }: LinkParts, messageId: string): void =>
  claim.change({ underWay: claim.memo.underWay.filter((post) => post.messageId !== messageId) })

/** All messages here up to this one are dealt with: whoever runs the link next does not post them. */
export const reachedHere = ({ claim }: LinkParts, seq: number): void => {
  const { here } = claim.memo
  if (here !== null && here.upTo < seq) claim.change({ here: { ...here, upTo: seq } })
}

const without = (posts: readonly PostUnderWay[], pairs: readonly Pair[]): readonly PostUnderWay[] =>
  posts.filter((post) => !pairs.some((pair) => pair.messageId === post.messageId && pair.part === post.part))

const postOf = ({ messageId, part, seq, authorId, digest, body, above, since, remoteId }: Pair): PostUnderWay => ({
  messageId,
  part,
  seq,
  authorId,
  digest,
  body,
  above,
  since,
  remoteId,
})
