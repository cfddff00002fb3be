import { contentToText } from '../protocol/content.ts'
import {
  outermost,
  byClass,
  byId,
  byTag,
  first,
  headingLike,
  innerHtml,
  parsePage,
  textOf,
  type Element,
  type Page,
} from './document.ts'
import { labelledValues, numberIn } from './labelled.ts'
import type { PresentUser } from './room-page.ts'
import { userIdOf } from './session-page.ts'

/** What the info page of a room tells. A field is missing where the page no longer shows it. */
export interface RoomInfoPage {
  readonly isPrivate: boolean
  readonly name?: string
  readonly description?: string
  readonly descriptionHtml?: string
  readonly messageCount?: number
  readonly userCount?: number
  /** Null where the room belongs to no site. */
  readonly parentSiteName: string | null
  readonly owners?: readonly PresentUser[]
  readonly tags: readonly string[]
}

const cardOf = (page: Page) =>
  first(page.root, (element) => byClass('roomcard-xxl')(element) || byClass('js-room-card')(element))

const descriptionOf = (page: Page, card: Element) => {
  const element = first(card, byClass('js-room-description')) ?? first(card, byTag('p'))
  if (!element) return {}
  const descriptionHtml = innerHtml(page, element)
  return { description: contentToText(descriptionHtml), descriptionHtml }
}

const countOf = (card: Element, className: string, label: string): number | null => {
  const element = first(card, byClass(className)) ?? labelledValues(card).get(label)
  return element ? numberIn(textOf(element)) : null
}

const ownersOf = (page: Page): readonly PresentUser[] | null => {
  const box = first(page.root, byId('room-ownercards'))
  if (!box) return null
  return outermost(box, byClass('usercard')).flatMap((card) => {
    const link = outermost(card, byTag('a')).find((one) => textOf(one).trim() !== '') ?? first(card, byTag('a'))
    const id = userIdOf(link?.attribs['href'])
    return link && id !== null ? [{ id, name: textOf(link).trim() }] : []
  })
}

/** Reads a room's info page, of any age. */
export const parseInfoPage = (html: string): RoomInfoPage => {
  const page = parsePage(html)
  const isPrivate = headingLike(page.root, 'h2', /private room/i) !== undefined
  const card = cardOf(page)
  if (!card) return { isPrivate, parentSiteName: null, tags: [] }
  const heading = first(card, byTag('h1')) ?? first(page.root, byTag('h1'))
  const logo = first(card, (element) => byTag('img')(element) && Boolean(element.attribs['title']))
  const messageCount = countOf(card, 'room-message-count-xxl', 'messages')
  const userCount = countOf(card, 'room-user-count-xxl', 'users')
  const owners = ownersOf(page)
  return {
    isPrivate,
    ...(heading ? { name: textOf(heading).trim() } : {}),
    ...descriptionOf(page, card),
    ...(messageCount === null ? {} : { messageCount }),
    ...(userCount === null ? {} : { userCount }),
    ...(owners ? { owners } : {}),
    parentSiteName: logo?.attribs['title'] ?? null,
    tags: outermost(card, (element) => byClass('tag')(element) || byClass('s-tag')(element)).map((tag) =>
      textOf(tag).trim(),
    ),
  }
}

/** A room of the room list. */
export interface ListedRoom {
  readonly id: number
  readonly name: string
  readonly description: string
}

/** Reads the list of rooms. */
export const parseRoomList = (html: string): readonly ListedRoom[] => {
  const page = parsePage(html)
  return outermost(page.root, byClass('roomcard')).flatMap((card) => {
    const id = /^room-(\d+)$/.exec(card.attribs['id'] ?? '')?.[1]
    const name = first(card, byClass('room-name'))
    const description = first(card, byClass('room-description'))
    return id && name
      ? [{ id: Number(id), name: textOf(name).trim(), description: description ? textOf(description).trim() : '' }]
      : []
  })
}
