import type { UserId } from '../model/ids.ts'
import { decideFirstSend, decideSendToSet, knownPlace } from '../rules/canonical-set.ts'
import type { NewMessage } from '../rules/sending.ts'
import { admitUsers, noSuchUser } from './admit-users.ts'
import { admitAttachments } from './carried-attachments.ts'
import type { Context } from './context.ts'
import { creates, decideAndCommit } from './decide-and-commit.ts'
import type { Settled } from './decide-and-commit.ts'

/**
 * Sends to exactly these others and me: into our direct, or our canonical group, which is made where there is none, in the
 * same commit. Whoever loses the race to make it finds the winner's.
 */
export const sendToSet = (context: Context, others: readonly UserId[], message: NewMessage): Promise<Settled> => {
  const { me, ids } = context
  const place = knownPlace(me, others)
  return decideAndCommit(context, {
    query: {
      ...(place === null ? { canonicalOf: [me, ...others] } : { conversationId: place }),
      userIds: [...new Set([me, ...message.mentions])],
    },
    decide: (slice) => decideSendToSet(slice, me, message),
    create: () => ({
      conversationId: place ?? ids.next(),
      decision: decideFirstSend(me, others, message),
    }),
    // Who has blocked me is to me a user who does not exist.
    check: async (decided) => {
      await admitUsers(context, creates(decided) ? others : [], others.length === 1 ? noSuchUser : undefined)
      await admitAttachments(context, message.attachments)
    },
  })
}
