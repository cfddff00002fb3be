import { jsonReply } from '@msg/hono'
import type { Reply } from '@msg/hono'
import { detailReply } from '../shared/detail.ts'
import { pageLinks, readPageStart } from '../shared/page-links.ts'
import { readFields } from '../shared/read-fields.ts'
import type { Call } from '../shared/surface.ts'
import { userIdFromJson } from '../shared/user-id.ts'
import { wholeChat } from './house.ts'
import type { House } from './house.ts'
import { chatJson, profilesById } from './json.ts'
import { readTitle } from './read-chat.ts'
import { required, wrongReply } from './refusals.ts'

/** Rooms that I may read, latest activity first. Not counted: a page is found by where the one before ended. */
export const browseRooms = async ({ session, url }: Call, { settings }: House): Promise<Reply> => {
  const start = readPageStart(url)
  if (start === null) return detailReply(404, 'Invalid page.')
  const query = url.searchParams.get('search')?.trim() ?? ''
  const after = start.at(-1)
  const { conversations, profiles, next } = await session.rooms.browse({
    ...(query === '' ? {} : { query }),
    ...(after === undefined ? {} : { after }),
    limit: settings.chatsPerPage,
  })
  const results = conversations.map((room) => chatJson(room, profilesById(profiles), session.me))
  return jsonReply({ ...pageLinks(url, start, next), results })
}

/** Opens the room of an object of the host: the one there is, or it is made. */
export const openRoom = async ({ session, request }: Call): Promise<Reply> => {
  const fields = await readFields(request)
  const title = fields['title'] === undefined ? { title: '' } : readTitle(fields)
  if ('wrong' in title) return wrongReply(title.wrong)
  const type = fields['content_type']
  const id = userIdFromJson(fields['object_id'])
  if (typeof type !== 'string' || id === null)
    return wrongReply({
      ...(typeof type === 'string' ? {} : { content_type: [required] }),
      ...(id === null ? { object_id: [required] } : {}),
    })
  const named = title.title === '' ? {} : { title: title.title }
  return jsonReply(await wholeChat(session, await session.conversations.openRoom({ target: { type, id }, ...named })))
}
