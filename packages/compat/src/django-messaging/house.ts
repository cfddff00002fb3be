import type { Conversation, MemberPage, Session } from '@msg/core'
import type { SurfaceOptions } from '../shared/surface.ts'
import { userIdToJson } from '../shared/user-id.ts'
import { chatJson, profilesById, userJson } from './json.ts'
import type { SurfaceSettings } from './settings.ts'

/** What all answers of the surface are made with. */
export interface House extends Pick<SurfaceOptions, 'messaging'> {
  readonly settings: SurfaceSettings
}

/** Members of a chat that are told at most. */
const membersAtMost = 1_000

const pageSize = 100

/** A chat as lists tell it. */
export const shortChat = async (session: Session, conversation: Conversation) => {
  const { memberIds, lastMessage } = conversation
  const named = lastMessage === null ? memberIds : [...memberIds, lastMessage.authorId]
  return chatJson(conversation, profilesById(await profilesOf(session, [...new Set(named)])), session.me)
}

/** A chat with all its members, at most a thousand of them, and who its admins are. */
export const wholeChat = async (session: Session, conversation: Conversation) => {
  const pages = await memberPages(session, conversation.id)
  const { lastMessage } = conversation
  const author = await profilesOf(session, lastMessage === null ? [] : [lastMessage.authorId])
  const members = pages.flatMap((page) => page.members)
  const profiles = profilesById([...pages.flatMap((page) => page.profiles), ...author])
  return {
    ...chatJson(conversation, profiles, session.me),
    members: members.map(({ userId }) => userJson(userId, profiles)),
    admins: members.filter(({ role }) => role === 'admin').map(({ userId }) => userIdToJson(userId)),
  }
}

const memberPages = async (session: Session, conversationId: string): Promise<readonly MemberPage[]> => {
  const pages: MemberPage[] = []
  let after: string | null = null
  do {
    const page: MemberPage = await session.members.list({
      conversationId,
      ...(after === null ? {} : { after }),
      limit: pageSize,
    })
    pages.push(page)
    after = page.next
  } while (after !== null && pages.length * pageSize < membersAtMost)
  return pages
}

/** How users are shown. */
export const profilesOf = async (session: Session, userIds: readonly string[]) =>
  userIds.length === 0 ? [] : (await session.people.get({ userIds })).profiles
