import type { InvalidPlace } from '../errors.ts'
import { directId } from './direct.ts'
import {
  actorId,
  authorId,
  emoji,
  fitting,
  flag,
  id,
  idList,
  list,
  nullable,
  oneOf,
  record,
  serviceName,
  targetField,
  text,
  timestamp,
  userIds,
  verb,
  whole,
  withDefault,
} from './input.ts'
import type { Field } from './input.ts'
import { limits } from './limits.ts'
import { channelId, roomId } from './rooms.ts'

/** A list of a batch, each item of it known by its key; default none. */
const items = <T extends object>(field: Field<T>, keyOf: (item: T) => string): Field<readonly T[]> =>
  withDefault(
    fitting(list(field, limits.imported), (all) => {
      const keys = all.map(keyOf)
      const repeated = keys.length === new Set(keys).size ? -1 : keys.findIndex((key, at) => keys.indexOf(key) < at)
      return repeated < 0 ? null : misfit(`/${repeated}`, 'must not be there twice')
    }),
    [],
  )

const misfit = (pointer: string, what: string): InvalidPlace => ({ pointer, message: what })

const keyOfId = (item: { readonly id: string }): string => item.id
const keyOfUser = ({ conversationId, userId }: { readonly conversationId: string; readonly userId: string }): string =>
  `${conversationId} ${userId}`

/** A field that is null when it is left out. */
const orNull = <T>(field: Field<T>): Field<T | null> => withDefault(nullable(field), null)

const conversation = record({
  id,
  kind: oneOf('direct', 'group', 'room', 'channel'),
  createdBy: authorId,
  createdAt: timestamp,
  title: orNull(text({ characters: limits.title })),
  invitePolicy: orNull(oneOf('members', 'admins')),
  visibility: orNull(oneOf('public', 'private')),
  joinPolicy: orNull(oneOf('open', 'closed')),
  target: orNull(targetField),
  between: orNull(userIds({ from: 2, to: 2 })),
  bySending: withDefault(flag, false),
})

const member = record({
  conversationId: id,
  userId: actorId,
  role: withDefault(oneOf('admin', 'member'), 'member'),
  joinedAt: timestamp,
  left: orNull(record({ at: timestamp, last: nullable(id) })),
})

const message = record({
  id,
  conversationId: id,
  authorId,
  body: nullable(text({ characters: limits.body, bytes: limits.bodyBytes })),
  createdAt: timestamp,
  verb: withDefault(verb, 'message'),
  replyTo: orNull(id),
  mentions: withDefault(userIds({ from: 0, to: limits.mentions }), []),
  editedAt: orNull(timestamp),
  retractedAt: orNull(timestamp),
})

const reaction = record({ conversationId: id, messageId: id, userId: actorId, emoji })

const advances = items(record({ messageId: id, at: timestamp }), ({ messageId }) => messageId)

const reader = record({
  conversationId: id,
  userId: actorId,
  reads: advances,
  deliveries: advances,
  cleared: orNull(id),
  hidden: withDefault(idList({ from: 0, to: limits.imported }), []),
  mutedUntil: orNull(timestamp),
})

const alias = record({ surface: serviceName, id, number: whole({ from: 1, to: Number.MAX_SAFE_INTEGER }) })

type Read<F> = F extends Field<infer T> ? T : never

/** A conversation as it is read. */
export type ReadConversation = Read<typeof conversation>

/** A message as it is read. */
export type ReadMessage = Read<typeof message>

/** The id of a conversation of which there is only one; null where the importer chooses it. */
export const derivedId = ({ kind, target, between }: ReadConversation): string | null => {
  const [one, other] = between ?? []
  if (kind === 'direct') return one === undefined || other === undefined ? null : directId(one, other)
  if (target === null) return null
  return kind === 'room' ? roomId(target) : channelId(target)
}

/** What is wrong with a conversation as a whole: each kind has fields of its own. */
const wrongConversation = (item: ReadConversation): InvalidPlace | null => {
  const { kind, target, between, bySending, title, visibility, joinPolicy } = item
  if ((kind === 'direct') !== (between?.length === 2))
    return misfit('/between', 'must be the two users of a direct, and of nothing else')
  if (kind === 'channel' && target === null) return misfit('/target', 'must be what the channel is about')
  if (target !== null && kind !== 'channel' && kind !== 'room')
    return misfit('/target', 'is for rooms and channels only')
  if (kind !== 'room' && (visibility ?? joinPolicy) !== null)
    return misfit(visibility === null ? '/joinPolicy' : '/visibility', 'is for rooms only')
  if (bySending && kind !== 'group') return misfit('/bySending', 'is for groups only')
  if ((kind === 'direct' || kind === 'channel') && title !== null)
    return misfit('/title', 'is for groups and rooms only')
  return (derivedId(item) ?? item.id) === item.id ? null : misfit('/id', 'must be the id that is derived for it')
}

const wrongMessage =
  (now: number) =>
  (item: ReadMessage): InvalidPlace | null => {
    if ((item.body === null) !== (item.retractedAt !== null))
      return misfit('/body', 'must be null for a message that was retracted, and for no other')
    if (item.replyTo === item.id) return misfit('/replyTo', 'must be another message')
    // What comes later here would rank below it for ever.
    return Date.parse(item.createdAt) > now ? misfit('/createdAt', 'must not be in the future') : null
  }

/** The fields of a batch, at some time in milliseconds since 1970. */
export const batchFields = (now: number) => ({
  conversations: items(fitting(conversation, wrongConversation), keyOfId),
  members: items(member, keyOfUser),
  messages: items(fitting(message, wrongMessage(now)), keyOfId),
  reactions: items(reaction, (item) => `${item.messageId} ${item.emoji} ${item.userId}`),
  readers: items(reader, keyOfUser),
  aliases: items(alias, ({ surface, id: aliased }) => `${surface} ${aliased}`),
})
