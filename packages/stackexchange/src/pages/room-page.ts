import { isObject, parseJson, toInteger, toText } from '../protocol/json.ts'
import {
  outermost,
  byClass,
  byId,
  byTag,
  first,
  headingLike,
  parsePage,
  scriptsOf,
  textOf,
  type Page,
} from './document.ts'
import { stringLiteral } from './session-page.ts'

/** Somebody in a room. */
export interface PresentUser {
  readonly id: number
  readonly name: string
}

/** What the page one chats on tells. */
export interface RoomPage {
  /** The room exists, but this account has not been let in. */
  readonly isPrivate: boolean
  readonly canPost: boolean
  readonly present: readonly PresentUser[]
}

const isPresentUser = (user: { readonly id: number | null; readonly name: string | null }): user is PresentUser =>
  user.id !== null && user.name !== null

const fromData = (page: Page): readonly PresentUser[] | null => {
  const element = first(page.root, byClass('js-present'))
  const users = parseJson(element?.attribs['data-users'] ?? '')
  if (!Array.isArray(users)) return null
  return users
    .map((user: unknown) =>
      isObject(user) ? { id: toInteger(user['id']), name: toText(user['name']) } : { id: null, name: null },
    )
    .filter(isPresentUser)
}

const fromScript = (page: Page): readonly PresentUser[] => {
  const script = scriptsOf(page).find((text) => text.includes('CHAT.RoomUsers.initPresent'))
  const list = script?.slice(script.indexOf('CHAT.RoomUsers.initPresent')) ?? ''
  const users = list.matchAll(/\bid:\s*(-?\d+)\s*,\s*name:\s*\(?\s*("(?:[^"\\]|\\.)*")/g)
  return [...users].map(([, id, name]) => ({ id: Number(id), name: stringLiteral(name) }))
}

const fromCards = (page: Page): readonly PresentUser[] => {
  const box = first(page.root, byId('room-usercards-container'))
  if (!box) return []
  return outermost(box, byClass('usercard')).flatMap((card) => {
    const id = /-user-(-?\d+)$/.exec(card.attribs['id'] ?? '')?.[1]
    const link = first(card, byClass('username'))
    return id && link ? [{ id: Number(id), name: textOf(link).trim() }] : []
  })
}

/** Reads a room's page, of any age. */
export const parseRoomPage = (html: string): RoomPage => {
  const page = parsePage(html)
  const heading = headingLike(page.root, 'h2', /private room/i)
  const input = first(page.root, (element) => byTag('textarea')(element) && byId('input')(element))
  const data = fromData(page)
  const script = data ?? fromScript(page)
  return {
    isPrivate: heading !== undefined,
    canPost: input !== undefined,
    present: script.length > 0 ? script : fromCards(page),
  }
}
