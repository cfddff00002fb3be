import type { ChatContext } from '../context.ts'
import { isStackExchangeError, StackExchangeError } from '../errors.ts'
import { varyText } from '../protocol/compose.ts'
import type { WriteOutcome } from '../protocol/outcome.ts'
import { findLanded, type Moment } from './landed.ts'
import type { Attempt } from './sender.ts'
import { MAX_TRIES, pause, tryWrite, whyNoAccess } from './write.ts'

/** A message to be posted. */
export interface NewMessage {
  readonly roomId: number
  readonly text: string
  readonly parentId: number | null
  /** What to do when the server swallows it as a repetition. */
  readonly duplicate: 'reject' | 'vary'
  /** Asked before each request. */
  readonly before?: (() => Promise<void>) | undefined
  readonly signal?: AbortSignal | undefined
}

const REMEMBERED_POSTS = 1_000

/** Remembers a message as accounted for. */
const account = (context: ChatContext, id: number) => {
  context.posted.add(id)
  const [oldest] = context.posted
  if (context.posted.size > REMEMBERED_POSTS && oldest !== undefined) context.posted.delete(oldest)
  return id
}

/** One message on its way: what was tried, and whether it may be there already. */
class Posting {
  readonly #context: ChatContext
  readonly #message: NewMessage
  /** When the first try began whose answer was lost; null while none was. */
  #lostSince: Moment | null = null
  #tries = 0
  #variations = 0

  constructor(context: ChatContext, message: NewMessage) {
    this.#context = context
    this.#message = message
  }

  async attempt(signal: AbortSignal): Promise<Attempt<number>> {
    for (;;) {
      await this.#message.before?.()
      signal.throwIfAborted()
      const startedAt = this.#moment()
      const outcome = await this.#post(signal)
      if (outcome.kind === 'sent') return { done: account(this.#context, outcome.id) }
      if (outcome.kind === 'throttled') return { waitSeconds: outcome.seconds }
      if (outcome.kind === 'duplicate') {
        const id = await this.#repeated(signal)
        if (id !== null) return { done: id }
      } else if (outcome.kind === 'failed') {
        this.#lostSince ??= startedAt
        const id = await this.#look(this.#lostSince, signal)
        if (id !== null) return { done: id }
        this.#tries += 1
        if (this.#tries >= MAX_TRIES) throw new StackExchangeError('unavailable', { during: 'posting' })
      } else throw await this.#refusal(outcome, signal)
    }
  }

  #moment(): Moment {
    const { clock } = this.#context
    return { now: clock.now(), elapsed: clock.elapsed() }
  }

  #post(signal: AbortSignal): Promise<WriteOutcome> {
    const { roomId, parentId, text } = this.#message
    const form = {
      text: varyText(text, this.#variations),
      ...(parentId === null ? {} : { parentId: String(parentId) }),
    }
    return tryWrite(this.#context, `/chats/${roomId}/messages/new`, form, signal)
  }

  /** A repetition may be our own earlier try, which landed after all. Null: try again, varied. */
  async #repeated(signal: AbortSignal): Promise<number | null> {
    const id = this.#lostSince === null ? null : await this.#look(this.#lostSince, signal)
    if (id !== null) return id
    this.#variations += 1
    if (this.#message.duplicate === 'reject' || this.#variations >= MAX_TRIES) throw new StackExchangeError('duplicate')
    return null
  }

  /** Looks twice for a post whose answer was lost; null when it is not there. */
  async #look(startedAt: Moment, signal: AbortSignal): Promise<number | null> {
    const { roomId, text } = this.#message
    const post = { roomId, text: varyText(text, this.#variations), startedAt }
    try {
      const soon = await findLanded(this.#context, post, signal)
      if (soon !== null) return account(this.#context, soon)
      await pause(this.#context, signal)
      const later = await findLanded(this.#context, post, signal)
      return later === null ? null : account(this.#context, later)
    } catch (error) {
      if (!isStackExchangeError(error) || error.code === 'closed') throw error
      throw new StackExchangeError('unknown-outcome')
    }
  }

  async #refusal(outcome: WriteOutcome, signal: AbortSignal): Promise<StackExchangeError> {
    if (outcome.kind === 'refused') return new StackExchangeError(outcome.code, { until: outcome.until })
    if (outcome.kind === 'no-access' || outcome.kind === 'astray')
      return whyNoAccess(this.#context, this.#message.roomId, signal)
    return new StackExchangeError('protocol', { during: 'posting' })
  }
}

/** Posts a message through the account's sender; resolves with its id. */
export const postMessage = (context: ChatContext, message: NewMessage): Promise<number> => {
  const posting = new Posting(context, message)
  const { roomId, signal } = message
  return context.sender.run({ kind: 'send', roomId, signal, attempt: (stop) => posting.attempt(stop) })
}
