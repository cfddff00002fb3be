import { MsgError } from '../errors.ts'
import type { Attachment } from '../model/attachment.ts'
import type { Message } from '../model/message.ts'
import type { UsedId } from '../ports/store.ts'
import type { NewMessage } from '../rules/sending.ts'
import type { CallOptions } from '../session.ts'
import type { Context } from './context.ts'
import type { Settled } from './decide-and-commit.ts'
import { assertRepeat } from './replay.ts'

/** A send: what it says, whether its id is the sender's own, and who waits for it. */
export interface Send {
  readonly message: NewMessage
  readonly ownId: string | undefined
  /** The files it carries. */
  readonly carried?: readonly Attachment[]
  readonly options: CallOptions
}

/** What a send led to: the message sent, or, for a repeat, the one it repeats, also where it would be refused now. */
export const settleSend = (context: Context, send: Send, settled: Settled): Message | Promise<Message> =>
  settled.status === 'committed' ? sentMessage(context, send, settled) : settleUnsent(context, send, settled)

const settleUnsent = async (
  context: Context,
  send: Send,
  settled: Exclude<Settled, { status: 'committed' }>,
): Promise<Message> => {
  const used = settled.status === 'duplicate' ? settled.used : await ownEarlierUse(context, send.ownId)
  if (used !== null) {
    const message = repeated(context, used, send.message)
    send.options.onReplay?.()
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
const repeated = ({ me }: Context, used: UsedId, { contentHash }: NewMessage): Message => {
  if (used.authorId === me && used.message === null) throw new MsgError('gone', 'the message of this id was purged')
  assertRepeat(used, { me, contentHash })
  if (used.message === null) throw new MsgError('gone', 'the message of this id was purged')
  return used.message
}

/** The message as it was sent: the last change of its commit. */
const sentMessage = (
  { me }: Context,
  { message, carried = [] }: Send,
  { conversationId, decided, outcome }: Extract<Settled, { status: 'committed' }>,
): Message => {
  const stamp = outcome.stamps.at(-1)
  const sent = decided.changes.at(-1)
  if (stamp?.seq === undefined || stamp.revision === null)
    throw new MsgError('unavailable', 'the store did not number the message', { outcome: 'unknown' })
  return {
    id: message.id,
    conversationId,
    seq: stamp.seq,
    revision: stamp.revision,
    authorId: me,
    verb: message.verb,
    body: sent?.type === 'message.sent' ? sent.body : message.body,
    replyTo: message.replyTo,
    mentions: message.mentions,
    attachments: carried,
    reactions: [],
    createdAt: outcome.at,
    editedAt: null,
    retractedAt: null,
    pinnedAt: null,
    pinnedBy: null,
  }
}
