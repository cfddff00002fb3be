import { erasedId } from '../model/ids.ts'
import type { ConversationId, UserId } from '../model/ids.ts'
import { decideLeave } from '../rules/membership.ts'
import type { Context } from './context.ts'
import { submit, tooBusy, tries } from './decide-and-commit.ts'

/** What an erasure works with. */
export type ErasureParts = Pick<Context, 'store' | 'ids' | 'commits' | 'wake'>

/** How many rows of a table one step touches: few enough that nobody notices the lock. */
const atOnce = 250

/**
 * Takes everything away that is kept of a user, in small steps, until nothing is left or `ended` says to stop. One that was
 * given up goes on where it was; several at once do no harm.
 */
export const eraseUser = async (
  { ids, ...parts }: ErasureParts,
  userId: UserId,
  ended: () => boolean = () => false,
): Promise<void> => {
  const { accounts } = parts.store
  await accounts.beginErasure(userId, erasedId(ids.next()))
  while (!ended()) {
    const step = await accounts.eraseStep(userId, atOnce)
    if (step === 'done') return
    if (step === 'more') parts.wake()
    else await leave(parts, userId, step.leave)
  }
}

/** As if they had left: with all that comes of it, and without asking the host. */
const leave = async (
  parts: Omit<ErasureParts, 'ids'>,
  userId: UserId,
  conversationId: ConversationId,
): Promise<void> => {
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const slice = await parts.store.slice({ conversationId, userIds: [userId], roster: true })
    if (slice === null) return
    const decision = decideLeave(slice, userId)
    // They are gone from there by now: what is left to do the next step says.
    if ('refusal' in decision || decision.changes.length === 0) return
    const { status } = await submit(parts, { conversationId, actor: userId, ...decision })
    if (status === 'committed') return
  }
  throw tooBusy()
}
