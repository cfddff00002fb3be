import type { ConversationId, MessageId, UserId } from '@msg/core'
import { uuidFromDigest } from '@msg/core'
import { digestOf } from './digest.ts'

/** A conversation and the remote room it is joined with. */
export interface LinkInput {
  /** A group or a room. */
  readonly conversationId: ConversationId
  readonly roomId: number
  /** Remote users whose messages are never brought in, such as other bridges' accounts. Default none. */
  readonly ignore?: readonly number[]
  /**
   * What becomes of an edit or a retraction that comes when the server no longer takes one, two minutes after the post: nothing, but
   * for a sign here (`skip`, the default), or a reply there that tells of it (`note`).
   */
  readonly late?: 'skip' | 'note'
}

/** Names a link for ever: the same conversation and room on the same server are the same link, whoever runs it. */
export type LinkId = string

/** A link as it is run. */
export interface Link extends Required<LinkInput> {
  readonly id: LinkId
  /** The name of the chat server, part of the ids of its users. */
  readonly server: string
}

/** Completes a link. */
export const linkOf = (server: string, { ignore = [], late = 'skip', ...input }: LinkInput): Link => ({
  ...input,
  ignore,
  late,
  server,
  id: uuidFromDigest(digestOf('link', server, String(input.roomId), input.conversationId)),
})

/** The id a remote message has here: derived, so that bringing it in twice makes one message. */
export const localIdOf = ({ server, roomId }: Link, remoteId: number): MessageId =>
  uuidFromDigest(digestOf('message', server, String(roomId), String(remoteId)))

/** The user that stands for a remote one. */
export const remoteUserId = (server: string, id: number): UserId => `se:${server}:${id}`

/** The remote id of a user who stands for somebody on that server; null for everybody else. */
export const remoteIdOf = (server: string, userId: UserId): number | null => {
  const prefix = `se:${server}:`
  const id = userId.startsWith(prefix) ? userId.slice(prefix.length) : ''
  return /^-?\d{1,15}$/.test(id) ? Number(id) : null
}
