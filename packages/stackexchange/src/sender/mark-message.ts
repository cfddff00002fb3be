import type { ChatContext } from '../context.ts'
import { StackExchangeError } from '../errors.ts'
import type { MessagePosted } from '../protocol/event.ts'
import { fetchMessages } from '../watch/catch-up.ts'
import { refusalOf, type ExistingMessage } from './change-message.ts'
import type { Attempt } from './sender.ts'
import { MAX_TRIES, pause, requireAccount, tryWrite } from './write.ts'

/** The verb that changes a mark, and how to see that there is nothing (more) to change. */
export interface Mark {
  readonly verb: 'star' | 'owner-star' | 'unowner-star' | 'unstar'
  readonly isSet: (message: MessagePosted) => boolean
}

/** A message as its room tells it now; rejects `not-found`. */
export const fetchMessage = async (
  context: ChatContext,
  roomId: number,
  id: number,
  signal?: AbortSignal,
): Promise<MessagePosted> => {
  const { messages } = await fetchMessages(context.calls, roomId, { after: id, before: id + 1, count: 1 }, signal)
  const found = messages.find((event) => event.type === 'message-posted' && event.messageId === id)
  if (found?.type !== 'message-posted') throw new StackExchangeError('not-found', { during: `message ${id}` })
  return found
}

/** Stars toggle on the server, so the state is read before every try and nothing is toggled blindly. */
const attemptMark = async (
  context: ChatContext,
  message: ExistingMessage,
  mark: Mark,
  signal: AbortSignal,
): Promise<Attempt<void>> => {
  for (let lost = 0; lost < MAX_TRIES; lost += 1) {
    if (mark.isSet(await fetchMessage(context, message.roomId, message.id, signal))) return { done: undefined }
    const outcome = await tryWrite(context, `/messages/${message.id}/${mark.verb}`, {}, signal)
    if (outcome.kind === 'throttled') return { waitSeconds: outcome.seconds }
    if (outcome.kind === 'done') return { done: undefined }
    if (outcome.kind !== 'failed') throw refusalOf(outcome, message.id)
    await pause(context, signal)
  }
  throw new StackExchangeError('unknown-outcome')
}

/** Brings a mark of a message to the wanted state. */
export const markMessage = async (context: ChatContext, message: ExistingMessage, mark: Mark): Promise<void> => {
  requireAccount(context)
  const { roomId, signal } = message
  await context.sender.run({
    kind: 'mark',
    roomId,
    signal,
    attempt: (stop) => attemptMark(context, message, mark, stop),
  })
}
