import { profilesOf } from '../../delivery/mentioned-profiles.ts'
import type { Conversation } from '../../model/conversation.ts'
import type { Features } from '../../model/features.ts'
import type { InboxRecord } from '../../ports/store.ts'
import { inputOf, optional, pageLimit, token } from '../../rules/input.ts'
import { withPermissions } from '../../rules/permissions.ts'
import type { InboxPage, ListInboxInput } from '../../session.ts'
import type { Verb } from '../context.ts'

const read = inputOf({ after: optional(token), limit: pageLimit })

export const listInbox: Verb<ListInboxInput, InboxPage> = async (context, input) => {
  const { store, directory, cursors, host, me } = context
  const { after, limit } = read(input)
  const [minute, position] = after === undefined ? [] : cursors.unseal('inbox', me, after)
  const below = minute === undefined || position === undefined ? {} : { below: { minute, position } }
  const found = await store.inbox(me, { ...below, limit: limit + 1 })
  const page = found.slice(0, limit)
  const last = page.at(-1)?.activity
  return {
    conversations: page.map((record) => conversationOf(record, host.features)),
    profiles: await profilesOf(directory, page.flatMap(usersIn)),
    next: found.length > limit && last !== undefined ? cursors.seal('inbox', me, [last.minute, last.position]) : null,
  }
}

const conversationOf = ({ activity, ...record }: InboxRecord, features: Features): Conversation =>
  withPermissions(record, { features })

const usersIn = ({ memberIds, lastMessage }: InboxRecord): readonly string[] =>
  lastMessage === null ? memberIds : [...memberIds, lastMessage.authorId]
