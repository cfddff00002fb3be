import { linkable } from '@msg/bridge'
import type { LinkInput } from '@msg/bridge'
import { isMsgError } from '@msg/core'
import type { Session } from '@msg/core'
import { isStackExchangeError } from '@msg/stackexchange'
import type { Chat } from '@msg/stackexchange'
import { SettingError } from './setting-error.ts'

/** A link that could be run. */
export interface CheckedLink {
  readonly conversationId: string
  readonly title: string | null
  readonly roomId: number
  readonly room: string
}

/** Looks whether every link has both its ends, without writing anything. @throws SettingError naming what is missing, UnlinkableError */
export const checkLinks = async (
  { service, chat }: { readonly service: Session; readonly chat: Chat },
  links: readonly LinkInput[],
): Promise<readonly CheckedLink[]> => {
  const checked: CheckedLink[] = []
  for (const { conversationId, roomId } of links) {
    const title = await localEnd(service, conversationId)
    checked.push({ conversationId, title, roomId, room: await remoteEnd(chat, roomId) })
  }
  return checked
}

const localEnd = async (service: Session, conversationId: string): Promise<string | null> => {
  try {
    return (await linkable(service, conversationId)).title
  } catch (error) {
    if (isMsgError(error) && error.code === 'not_found')
      throw new SettingError(
        `there is no conversation ${conversationId}: check "links", "schema" and what the host lets the bridge act in`,
      )
    throw error
  }
}

const remoteEnd = async (chat: Chat, roomId: number): Promise<string> => {
  const room = chat.room(roomId)
  try {
    if (await room.canPost) return await room.name
  } catch (error) {
    if (isStackExchangeError(error) && error.code === 'not-found')
      throw new SettingError(`there is no room ${roomId} that this account can see: check "links"`)
    throw error
  }
  throw new SettingError(`the account may not post in room ${roomId}: ask an owner of the room to let it in`)
}
