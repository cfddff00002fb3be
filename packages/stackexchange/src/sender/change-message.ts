import type { ChatContext } from '../context.ts'
import { StackExchangeError } from '../errors.ts'
import type { WriteOutcome } from '../protocol/outcome.ts'
import type { Attempt } from './sender.ts'
import { MAX_TRIES, pause, requireAccount, tryWrite } from './write.ts'

/** A message that exists, as far as the sender needs it. */
export interface ExistingMessage {
  readonly id: number
  /** The room it is in, or 0 while unknown. */
  readonly roomId: number
  readonly signal?: AbortSignal | undefined
}

/** The error for an outcome that is no success. */
export const refusalOf = (outcome: WriteOutcome, messageId: number): StackExchangeError => {
  if (outcome.kind === 'refused') return new StackExchangeError(outcome.code, { until: outcome.until })
  // A message that never was is answered with an empty redirect.
  if (outcome.kind === 'astray') return new StackExchangeError('not-found', { during: `message ${messageId}` })
  if (outcome.kind === 'no-access') return new StackExchangeError('no-permission', { during: `message ${messageId}` })
  return new StackExchangeError('protocol', { during: `message ${messageId}` })
}

interface Change {
  readonly path: string
  readonly form: Readonly<Record<string, string>>
  /** Whether this refusal means that an earlier try, whose answer was lost, went through. */
  readonly wasDone: (outcome: WriteOutcome) => boolean
}

/** Edits and deletions do no harm when repeated, so a lost answer is asked for again. */
const attemptChange = async (
  context: ChatContext,
  message: ExistingMessage,
  change: Change,
  signal: AbortSignal,
): Promise<Attempt<void>> => {
  for (let lost = 0; lost < MAX_TRIES; lost += 1) {
    const outcome = await tryWrite(context, change.path, change.form, signal)
    if (outcome.kind === 'throttled') return { waitSeconds: outcome.seconds }
    if (outcome.kind === 'done' || (lost > 0 && change.wasDone(outcome))) return { done: undefined }
    if (outcome.kind !== 'failed') throw refusalOf(outcome, message.id)
    await pause(context, signal)
  }
  throw new StackExchangeError('unknown-outcome')
}

/** Edits a message. Of several edits that wait, only the latest is sent. */
export const editMessage = async (context: ChatContext, message: ExistingMessage, text: string): Promise<void> => {
  requireAccount(context)
  const change = { path: `/messages/${message.id}`, form: { text }, wasDone: () => false }
  const { roomId, signal } = message
  await context.sender.runLatest(`edit ${message.id}`, {
    kind: 'edit',
    roomId,
    signal,
    attempt: (stop) => attemptChange(context, message, change, stop),
  })
}

const wasDeleted = (outcome: WriteOutcome) => outcome.kind === 'refused' && outcome.code === 'already-deleted'

/** Deletes a message. */
export const deleteMessage = async (context: ChatContext, message: ExistingMessage): Promise<void> => {
  requireAccount(context)
  const change = { path: `/messages/${message.id}/delete`, form: {}, wasDone: wasDeleted }
  const { roomId, signal } = message
  await context.sender.run({
    kind: 'delete',
    roomId,
    signal,
    attempt: (stop) => attemptChange(context, message, change, stop),
  })
}
