import type { ChangeDraft } from '../ports/store.ts'
import { attach, isWaiting } from './attachments.ts'
import { freshMessage } from './fresh-rows.ts'
import { readerOf } from './lens.ts'
import type { MessageRow } from './message-row.ts'
import type { MemoryState } from './state.ts'
import type { WriteContext } from './write-context.ts'

type MessageSent = Extract<ChangeDraft, { type: 'message.sent' }>

/** Whether everything a message is to carry waits for it. */
export const isComplete = (state: MemoryState, { actor, at }: Omit<WriteContext, 'row'>, draft: ChangeDraft): boolean =>
  draft.type !== 'message.sent' ||
  (draft.attachments ?? []).every((id) => isWaiting(state, { owner: actor, now: Date.parse(at) }, id))

/** Writes a message: a revision of its conversation. */
export const writeMessage = (state: MemoryState, context: WriteContext, draft: MessageSent): MessageRow => {
  const { row } = context
  row.revision += 1
  const message = messageOf(state, context, draft)
  attach(state, message, draft.attachments)
  row.messages.push(message)
  state.messages.set(draft.id, message)
  reply(context)
  return message
}

const messageOf = (state: MemoryState, { row, actor, at }: WriteContext, draft: MessageSent): MessageRow => {
  const { id, verb, replyTo, contentHash, body, mentions, words, attachments = [] } = draft
  const { revision } = row
  return freshMessage({
    id,
    conversationId: row.id,
    seq: row.messages.length + 1,
    authorId: actor,
    verb,
    replyTo,
    attachments: attachments.flatMap((waiting) => state.attachments.get(waiting)?.attachment ?? []),
    createdAt: at,
    contentHash,
    texts: [{ body, mentions, words, at, revision, edited: false }],
    retractedAt: null,
    revision,
  })
}

/** Notes that the actor wrote here, once a minute. */
const reply = ({ row, actor, at }: WriteContext): void => {
  const reader = readerOf(row, actor)
  if (reader.repliedAt === null || reader.repliedAt.slice(0, minuteLength) < at.slice(0, minuteLength))
    row.readers.set(actor, { ...reader, repliedAt: at })
}

const minuteLength = '2026-11-20T09:04'.length
