import { MsgError } from '../../errors.ts'
import type { Message } from '../../model/message.ts'
import type { UsedId } from '../../ports/store.ts'
import { id, inputOf, newId, optional, text, userIds, verb, withDefault } from '../../rules/input.ts'
import { limits } from '../../rules/limits.ts'
import { decideSend, sendHash } from '../../rules/sending.ts'
import type { MessageDraft } from '../../rules/sending.ts'
import type { SendMessageInput } from '../../session.ts'
import type { Context, Verb } from '../context.ts'
import { decideAndCommit } from '../decide-and-commit.ts'
import type { Settled } from '../decide-and-commit.ts'
import { assertRepeat } from '../replay.ts'

const read = inputOf({
  conversationId: id,
  id: optional(newId),
  body: text({ characters: limits.body, bytes: limits.bodyBytes }),
  verb: withDefault(verb, 'message'),
  replyTo: optional(id),
  mentions: withDefault(userIds({ from: 0, to: limits.mentions }), []),
})

export const sendMessage: Verb<SendMessageInput, Message> = async (context, input, options) => {
  const { id: ownId, replyTo = null, ...asked } = read(input)
  const draft: MessageDraft = { ...asked, id: ownId ?? context.ids.next(), replyTo }
  const settled = await decideAndCommit(context, {
    query: {
      conversationId: draft.conversationId,
      ...(replyTo === null ? {} : { messageId: replyTo }),
      userIds: [...new Set([context.me, ...draft.mentions])],
    },
    decide: (slice) => decideSend(slice, context.me, draft),
  })
  if (settled.status === 'committed') return sentMessage(context, draft, settled)
  const used = settled.status === 'duplicate' ? settled.used : await ownEarlierUse(context, ownId)
  if (used !== null) {
    const message = repeated(context, used, draft)
    options.onReplay?.()
    return message
  }
  throw settled.status === 'refused' ? settled.refusal : new MsgError('unavailable', 'the store gave no answer')
}

/** My own earlier use of the id outranks today's refusal; nobody else's is ever told of. */
const ownEarlierUse = async ({ store, me }: Context, ownId: string | undefined): Promise<UsedId | null> => {
  if (ownId === undefined) return null
  const used = await store.usedId('message', ownId)
  return used?.authorId === me ? used : null
}

/** The message as it is now. @throws id_taken, gone, idempotency_mismatch */
const repeated = ({ me }: Context, used: UsedId, draft: MessageDraft): Message => {
  if (used.authorId === me && used.message === null) throw new MsgError('gone', 'the message of this id was purged')
  assertRepeat(used, { me, contentHash: sendHash(draft) })
  if (used.message === null) throw new MsgError('gone', 'the message of this id was purged')
  return used.message
}

const sentMessage = (
  { me }: Context,
  draft: MessageDraft,
  { decided, outcome }: Extract<Settled, { status: 'committed' }>,
): Message => {
  const [stamp] = outcome.stamps
  const sent = decided.changes.find((change) => change.type === 'message.sent')
  if (stamp?.seq === undefined || stamp.revision === null)
    throw new MsgError('unavailable', 'the store did not number the message', { outcome: 'unknown' })
  return {
    id: draft.id,
    conversationId: draft.conversationId,
    seq: stamp.seq,
    revision: stamp.revision,
    authorId: me,
    verb: draft.verb,
    body: sent?.body ?? draft.body,
    replyTo: draft.replyTo,
    mentions: draft.mentions,
    reactions: [],
    createdAt: outcome.at,
    editedAt: null,
    retractedAt: null,
    pinnedAt: null,
    pinnedBy: null,
  }
}
