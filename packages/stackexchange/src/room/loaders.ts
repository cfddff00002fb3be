import type { ChatContext } from '../context.ts'
import { knownUser } from '../known.ts'
import { isStackExchangeError, StackExchangeError } from '../errors.ts'
import { outermost, byTag, parsePage, textOf } from '../pages/document.ts'
import { parseInfoPage } from '../pages/info-page.ts'
import { parseRoomPage } from '../pages/room-page.ts'
import { contentToText } from '../protocol/content.ts'
import { isObject, parseJson, toText } from '../protocol/json.ts'
import type { RoomAttributes } from '../memory.ts'
import type { RoomInfo } from '../model.ts'

/** What the small JSON card of a room tells, for pages that no longer show it. */
const fetchCard = async (context: ChatContext, id: number): Promise<Partial<RoomInfo>> => {
  try {
    const card = parseJson((await context.calls.get(`/rooms/thumbs/${id}`)).body)
    const name = isObject(card) ? toText(card['name']) : null
    const description = isObject(card) ? toText(card['description']) : null
    const tags = isObject(card) ? toText(card['tags']) : null
    return {
      ...(name === null ? {} : { name }),
      ...(description === null ? {} : { descriptionHtml: description, description: contentToText(description) }),
      ...(tags === null ? {} : { tags: outermost(parsePage(tags).root, byTag('a')).map((tag) => textOf(tag).trim()) }),
    }
  } catch (error) {
    // Only a help: without it the missing field is told by its own name.
    if (isStackExchangeError(error) && error.code !== 'closed') return {}
    throw error
  }
}

/** How each attribute of a room is fetched. */
export const roomLoaders = (context: ChatContext, id: number) => {
  const info = async (): Promise<Partial<RoomAttributes>> => {
    const page = parseInfoPage((await context.calls.get(`/rooms/info/${id}`)).body)
    if (page.isPrivate) throw new StackExchangeError('room-private', { during: `room ${id}` })
    const { isPrivate: _isPrivate, owners, ...shown } = page
    const card = page.name === undefined || page.description === undefined ? await fetchCard(context, id) : {}
    return {
      ...shown,
      ...card,
      ...(owners ? { owners: owners.map((owner) => knownUser(context, owner.id, owner.name)) } : {}),
    }
  }
  const permission = async () => {
    const page = parseRoomPage((await context.calls.get(`/rooms/${id}`)).body)
    return { canPost: page.canPost }
  }
  return {
    name: info,
    description: info,
    descriptionHtml: info,
    messageCount: info,
    userCount: info,
    parentSiteName: info,
    owners: info,
    tags: info,
    canPost: permission,
  }
}
