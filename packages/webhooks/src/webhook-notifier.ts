import { MsgError, systemClock } from '@msg/core'
import type { Change, ChangeType, Clock, Notice, NoticeOutcome, Notifier } from '@msg/core'
import { post, systemResolve } from './post.ts'
import type { PostResult, Resolve } from './post.ts'
import { keyOf, signatureHeaders } from './signature.ts'

/** Which webhook is told what, and how. */
export interface WebhookNotifierOptions {
  /** Where to: `https://…`; plain `http:` only where `allowPrivateAddresses` is set. Without user name and fragment. */
  readonly url: string
  /** One secret, or while they are exchanged two: `whsec_` and the base64 of 24 to 64 random bytes. */
  readonly secrets: readonly string[]
  /** The notifier's name. Several webhooks need several. Default `webhooks`. */
  readonly name?: string
  /** Which changes are told. Default `message.sent`. */
  readonly types?: readonly ChangeType[]
  /** `ids` tells what happened to what; `content` also the subject as it is now, with its texts. Default `ids`. */
  readonly payload?: 'ids' | 'content'
  /** Milliseconds until an answer must be there, at most 30,000. Default 10,000. */
  readonly timeout?: number
  /** Whether addresses of this host and of private networks may be connected to. For tests and intranets. Default false. */
  readonly allowPrivateAddresses?: boolean
  /** Default: the operating system's. */
  readonly resolve?: Resolve
  readonly clock?: Clock
}

/**
 * Tells a webhook about changes, one request each, signed as Standard Webhooks says: `webhook-id` is the id of the change and stays
 * the same when it is told again. 2xx is done; 408, 425, 429 and 5xx are tried again, not before `Retry-After`; any other answer,
 * a redirect too, is final.
 * @throws invalid for options that make no sense
 * @example createMessaging({ notifiers: [createWebhookNotifier({ url: 'https://app.example/hooks', secrets: [secret] })] })
 */
export const createWebhookNotifier = (options: WebhookNotifierOptions): Notifier => {
  const { name = 'webhooks', types = ['message.sent'], payload = 'ids', clock = systemClock() } = options
  const { timeout = 10_000, allowPrivateAddresses: allowPrivate = false, resolve = systemResolve } = options
  const url = checkedUrl(options.url, allowPrivate)
  const keys = options.secrets.map(keyOf)
  if (keys.length < 1 || keys.length > 2) throw wrong('/secrets', 'must be one or two')
  if (!Number.isInteger(timeout) || timeout < 1 || timeout > longest)
    throw wrong('/timeout', `must be a whole number of milliseconds from 1 to ${longest}`)

  const notify: Notifier['notify'] = async (notice, { signal }) => {
    const body = JSON.stringify(payloadOf(notice, payload))
    const signed = { id: notice.change.id, seconds: Math.floor(clock.now() / 1_000), body }
    const headers = {
      'content-type': 'application/json',
      'user-agent': 'msg-webhooks',
      ...signatureHeaders(keys, signed),
    }
    return outcomeOf(await post({ url, headers, body, resolve, allowPrivate, milliseconds: timeout, signal }))
  }
  return { name, types, notify }
}

/** Milliseconds after which nobody waits for a notifier any more. */
const longest = 30_000

const wrong = (pointer: string, message: string): MsgError =>
  new MsgError('invalid', 'the options are not valid', { places: [{ pointer, message }] })

const checkedUrl = (text: string, allowPrivate: boolean): URL => {
  if (!URL.canParse(text)) throw wrong('/url', 'must be an absolute URL')
  const url = new URL(text)
  if (url.protocol !== 'https:' && !(allowPrivate && url.protocol === 'http:'))
    throw wrong('/url', 'must begin with https:')
  if (url.username !== '' || url.password !== '' || url.hash !== '')
    throw wrong('/url', 'must have no user name, no password and no fragment')
  return url
}

/** What is told of a change. */
const payloadOf = ({ change }: Notice, payload: 'ids' | 'content') => ({
  type: change.type,
  timestamp: change.at,
  data: {
    id: change.id,
    conversationId: change.conversationId,
    revision: change.revision,
    actor: change.actor,
    ...(payload === 'content' ? { subject: change.subject } : subjectIds(change)),
  },
})

/** The ids of what changed, without any text. */
const subjectIds = ({ subject }: Change) => {
  if (subject === 'gone') return {}
  if ('body' in subject) return { messageId: subject.id, seq: subject.seq, verb: subject.verb }
  if ('messageId' in subject) return { messageId: subject.messageId }
  return 'userId' in subject ? { userId: subject.userId } : {}
}

const outcomeOf = (result: PostResult): NoticeOutcome => {
  if (result.status === 'unsafe') return { status: 'failed', reason: 'private_address' }
  if (result.status === 'untrusted') return { status: 'failed', reason: 'untrusted_certificate' }
  if (result.status !== 'answered') return { status: 'failed', reason: result.status }
  const { code, retryAfter } = result
  if (code >= 200 && code < 300) return { status: 'done' }
  const reason = `http_${code}`
  if (code < 500 && ![408, 425, 429].includes(code)) return { status: 'refused', reason }
  return { status: 'failed', reason, ...(retryAfter === undefined ? {} : { retryAfter }) }
}
