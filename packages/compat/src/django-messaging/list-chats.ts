import type { Conversation, Profile, Session } from '@msg/core'
import { jsonReply } from '@msg/hono'
import type { Reply } from '@msg/hono'
import type { Call } from '../shared/surface.ts'
import type { House } from './house.ts'
import { chatJson, profilesById } from './json.ts'
import type { Profiles } from './json.ts'
import { numberedPage, readPageNumber } from './numbered-pages.ts'
import { noSuchPage } from './refusals.ts'
import type { SurfaceSettings } from './settings.ts'

/** Chats that are counted and paged through at most. */
const chatsAtMost = 1_000

const readAtOnce = 100

/** A search looks at two hundred chats with each. */
const readsAtMost = 20

/** A page of my chats, latest activity first, those with what is searched for in their title or a member's name. */
export const listChats = async ({ session, url }: Call, { settings }: House): Promise<Reply> => {
  const page = readPageNumber(url)
  const query = url.searchParams.get('search')?.trim() ?? ''
  const { chats, profiles } = await myChats(session, query, settings)
  const size = settings.chatsPerPage
  if (page === null || (page > 1 && (page - 1) * size >= chats.length)) return noSuchPage
  const results = chats
    .slice((page - 1) * size, page * size)
    .map((conversation) => chatJson(conversation, profiles, session.me))
  return jsonReply(numberedPage(url, { page, count: chats.length, more: page * size < chats.length }, results))
}

interface Chats {
  readonly chats: readonly Conversation[]
  readonly profiles: Profiles
}

/** To say how many there are, all of them are read, a hundred at a time. */
const myChats = async (session: Session, query: string, settings: SurfaceSettings): Promise<Chats> => {
  const chats: Conversation[] = []
  const profiles: Profile[] = []
  let after: string | null = null
  let reads = 0
  do {
    const page = await inboxPage(session, query, after)
    chats.push(...page.conversations.filter(({ kind }) => isShown(kind, settings)))
    profiles.push(...page.profiles)
    after = page.next
    reads += 1
  } while (after !== null && chats.length < chatsAtMost && reads < readsAtMost)
  return { chats: chats.slice(0, chatsAtMost), profiles: profilesById(profiles) }
}

const inboxPage = (session: Session, query: string, after: string | null) =>
  session.inbox.list({
    ...(query === '' ? {} : { query }),
    ...(after === null ? {} : { after }),
    limit: readAtOnce,
  })

const isShown = (kind: Conversation['kind'], { showRooms, showDirects }: SurfaceSettings): boolean =>
  kind === 'room' ? showRooms : showDirects
