import { MsgError } from '@msg/core'
import type { Directory, Features, MessagingOptions } from '@msg/core'
import { directoryBySettings } from './settings-directory.ts'
import type { PeopleSettings } from './settings-directory.ts'

/** The forerunner's settings by their names, with its defaults. Those of its pages are attributes of the widgets. */
export interface DjangoMessagingSettings extends PeopleSettings {
  /** Default `websocket`; with `polling` no WebSocket is served. */
  readonly TRANSPORT?: 'websocket' | 'polling'
  /** 1 to 100, default 50. */
  readonly MESSAGES_PER_PAGE?: number
  /** 1 to 50, default 10. */
  readonly CHATS_PER_PAGE?: number
  /** Whether of a deleted message its place is shown. Default false. */
  readonly SHOW_DELETED_MESSAGE_INDICATORS?: boolean
  /** Default true, as all that follow. Off: no room is opened or joined, and nothing is written in any. */
  readonly ENABLE_CHAT_ROOMS?: boolean
  /** Off: no direct is started, and nothing is written in any. */
  readonly ENABLE_DMS?: boolean
  /** Whether rooms are among the chats. */
  readonly SHOW_CHAT_ROOMS_IN_MESSAGES?: boolean
  /** Whether directs and groups are. */
  readonly SHOW_DMS_IN_MESSAGES?: boolean
  /** Whether admins change the titles of rooms. */
  readonly ALLOW_RENAMING_CHAT_ROOMS?: boolean
  /** Whether admins change the titles of groups. A direct is called after the other one, always. */
  readonly ALLOW_RENAMING_DMS?: boolean
  readonly ALLOW_EDITING_OWN_MESSAGES?: boolean
  readonly ALLOW_DELETING_OWN_MESSAGES?: boolean
  readonly ALLOW_ADDING_REACTIONS?: boolean
}

/** What the settings ask of the surface. */
export interface SurfaceSettings {
  readonly transport: 'websocket' | 'polling'
  readonly messagesPerPage: number
  readonly chatsPerPage: number
  readonly showDeleted: boolean
  readonly showRooms: boolean
  readonly showDirects: boolean
}

/** What settings come to: options for the engine, and for the surface. */
export interface SettledSettings {
  readonly engine: Required<Pick<MessagingOptions, 'directory' | 'showEmails'>> & {
    readonly features: Partial<Features>
  }
  readonly surface: SurfaceSettings
}

/**
 * Settings as options, so that what is switched off is off for every client, whatever it shows.
 * @throws invalid for a page size out of bounds
 * @example
 * const { engine, surface } = djangoMessagingSettings({ ENABLE_CHAT_ROOMS: false }, directory)
 * const messaging = createMessaging(engine)
 * app.route('/messages/api', mountDjangoMessaging({ messaging, settings: surface, authenticate }))
 */
export const djangoMessagingSettings = (settings: DjangoMessagingSettings, directory: Directory): SettledSettings => ({
  engine: { features: featuresOf(settings), directory: directoryBySettings(settings, directory), showEmails: true },
  surface: surfaceSettings(settings),
})

const featuresOf = ({
  ENABLE_CHAT_ROOMS: rooms = true,
  ENABLE_DMS: directs = true,
  ALLOW_RENAMING_CHAT_ROOMS: renamingRooms = true,
  ALLOW_RENAMING_DMS: renamingGroups = true,
  ALLOW_EDITING_OWN_MESSAGES: editing = true,
  ALLOW_DELETING_OWN_MESSAGES: retracting = true,
  ALLOW_ADDING_REACTIONS: reactions = true,
}: DjangoMessagingSettings): Partial<Features> => ({
  rooms,
  directs,
  editing,
  retracting,
  reactions,
  renamingRooms: renamingRooms ? 'admins' : 'nobody',
  renamingGroups: renamingGroups ? 'admins' : 'nobody',
})

/** What settings ask of the surface. @throws invalid for a page size out of bounds */
export const surfaceSettings = ({
  TRANSPORT: transport = 'websocket',
  MESSAGES_PER_PAGE = 50,
  CHATS_PER_PAGE = 10,
  SHOW_DELETED_MESSAGE_INDICATORS: showDeleted = false,
  SHOW_CHAT_ROOMS_IN_MESSAGES: showRooms = true,
  SHOW_DMS_IN_MESSAGES: showDirects = true,
}: DjangoMessagingSettings): SurfaceSettings => ({
  transport,
  messagesPerPage: within('MESSAGES_PER_PAGE', MESSAGES_PER_PAGE, 100),
  chatsPerPage: within('CHATS_PER_PAGE', CHATS_PER_PAGE, 50),
  showDeleted,
  showRooms,
  showDirects,
})

const within = (name: string, size: number, most: number): number => {
  if (Number.isInteger(size) && size >= 1 && size <= most) return size
  const places = [{ pointer: `/${name}`, message: `must be a whole number from 1 to ${most}` }]
  throw new MsgError('invalid', 'the settings are not valid', { places })
}
