import { jsonReply } from '@msg/hono'
import type { Reply } from '@msg/hono'
import { detailReply } from '../shared/detail.ts'
import { pageLinks, readPageStart } from '../shared/page-links.ts'
import type { Call } from '../shared/surface.ts'
import type { House } from './house.ts'
import { messageJson, personJson, profilesById } from './json.ts'
import { required, wrongReply } from './refusals.ts'

const readQuery = (url: URL): string => url.searchParams.get('q')?.trim() ?? ''

const noQuery: Reply = wrongReply({ q: [required] })

/** People whose full name, username or e-mail has what is searched for, among those I may contact. */
export const searchUsers = async ({ session, url }: Call): Promise<Reply> => {
  const query = readQuery(url)
  if (query === '') return noQuery
  const { profiles } = await session.people.search({ query })
  return jsonReply({ results: profiles.map(personJson) })
}

/** The messages of a chat with all the words searched for, each with the ranges of its text to mark (UTF-16 offsets). */
export const searchMessages = async ({ session, url, params }: Call, { settings }: House): Promise<Reply> => {
  const query = readQuery(url)
  if (query === '') return noQuery
  const start = readPageStart(url)
  if (start === null) return detailReply(404, 'Invalid page.')
  const after = start.at(-1)
  const { hits, profiles, next } = await session.messages.search({
    query,
    conversationId: params['chat'] ?? '',
    ...(after === undefined ? {} : { after }),
    limit: settings.messagesPerPage,
  })
  const byId = profilesById(profiles)
  const results = hits.map(({ message, ranges }) => ({ ...messageJson(message, byId), ranges }))
  return jsonReply({ ...pageLinks(url, start, next), results })
}
