/** Refusals in the forerunner's words: `{ error, details }` for wrong input, `{ detail }` for all else, `{ error }` for failures. */
import { isMsgError } from '@msg/core'
import type { InvalidPlace } from '@msg/core'
import { jsonReply } from '@msg/hono'
import type { Reply, TellError } from '@msg/hono'
import { detailReply, tellDetail } from '../shared/detail.ts'

/** The answer to wrong fields. */
export const wrongReply = (details: Readonly<Record<string, readonly string[]>>): Reply =>
  jsonReply({ error: 'Invalid input.', details }, 400)

/** For a page that there is not. */
export const noSuchPage: Reply = detailReply(404, 'Invalid page.')

/** For what a field that must be there lacks. */
export const required = 'This field is required.'

const fields: Readonly<Record<string, string>> = {
  body: 'content',
  userIds: 'user_ids',
  userId: 'user_ids',
  query: 'q',
  target: 'object_id',
  after: 'cursor',
}

/** Which field a code is about. */
const ofCode: Readonly<Record<string, string>> = {
  invalid_cursor: 'cursor',
  self_message: 'member_ids',
  no_recipients: 'member_ids',
}

/** Places in a path: what is no id there names nothing. */
const inPath: ReadonlySet<string> = new Set(['conversationId', 'messageId'])

/** What failed, in those words. */
export const tellError: TellError = (error, logger) => {
  const reply = tellDetail(error, logger)
  if (isMsgError(error) && reply.status === 400)
    return tellInvalid(error.places ?? [{ pointer: `/${ofCode[error.code] ?? ''}`, message: error.message }])
  return reply.status < 500 ? reply : { ...reply, body: JSON.stringify({ error: 'try again later' }) }
}

const tellInvalid = (places: readonly InvalidPlace[]): Reply => {
  const named = places.map(({ pointer, message }) => [pointer.split('/')[1] ?? '', message] as const)
  if (named.some(([name]) => inPath.has(name))) return detailReply(404, 'Not found.')
  return wrongReply(
    Object.fromEntries(named.map(([name, message]) => [fields[name] ?? (name === '' ? 'body' : name), [message]])),
  )
}
