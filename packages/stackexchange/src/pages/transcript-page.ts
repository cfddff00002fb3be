import { outermost, byClass, byTag, first, innerHtml, parsePage, textOf, type Element, type Page } from './document.ts'
import { userIdOf } from './session-page.ts'

/** A message as a transcript shows it. */
export interface TranscriptMessage {
  readonly id: number
  /** HTML; null once deleted. */
  readonly content: string | null
  readonly ownerId: number | null
  readonly ownerName: string | null
  readonly parentId: number | null
  readonly edited: boolean
  readonly stars: number
  readonly starredByYou: boolean
  readonly pinned: boolean
}

/** A stretch of a room's transcript. */
export interface TranscriptPage {
  readonly roomId: number | null
  readonly roomName: string | null
  readonly messages: readonly TranscriptMessage[]
}

/** Stars and pins beside a message. */
export const starsOf = (message: Element) => {
  const mark = first(message, byClass('stars'))
  const starred = mark !== undefined && mark.children.length > 0
  const times = mark ? first(mark, byClass('times')) : undefined
  const counted = Number(times ? textOf(times).trim() : '') || 0
  const pinned = mark !== undefined && byClass('owner-star')(mark)
  return {
    // A single star is drawn without a number, and so is a pin without any star.
    stars: counted || (starred ? 1 : 0),
    starredByYou: mark !== undefined && byClass('user-star')(mark),
    pinned,
  }
}

/** The user a block of messages is signed by. */
export const signatureOf = (block: Element): { readonly id: number | null; readonly name: string | null } => {
  const username = first(block, byClass('username'))
  if (!username) return { id: null, name: null }
  const link = first(username, byTag('a'))
  return { id: userIdOf(link?.attribs['href']), name: textOf(username).trim() || null }
}

const messageOf = (page: Page, owner: ReturnType<typeof signatureOf>, element: Element): TranscriptMessage | null => {
  const id = /^message-(\d+)$/.exec(element.attribs['id'] ?? '')?.[1]
  if (!id) return null
  const content = first(element, byClass('content'))
  const deleted = !content || first(content, byClass('deleted')) !== undefined
  const reply = first(element, byClass('reply-info'))
  const parent = /#(\d+)$/.exec(reply?.attribs['href'] ?? '')?.[1]
  return {
    id: Number(id),
    content: deleted ? null : innerHtml(page, content),
    ownerId: owner.id,
    ownerName: owner.name,
    parentId: parent ? Number(parent) : null,
    edited: first(element, byClass('edits')) !== undefined,
    ...starsOf(element),
  }
}

/** Reads a transcript page. */
export const parseTranscriptPage = (html: string): TranscriptPage => {
  const page = parsePage(html)
  const links = outermost(page.root, byClass('room-name')).flatMap((name) => first(name, byTag('a')) ?? [])
  const link = links.at(-1)
  const roomId = /\/rooms\/(\d+)/.exec(link?.attribs['href'] ?? '')?.[1]
  const messages = outermost(page.root, byClass('monologue')).flatMap((block) => {
    const owner = signatureOf(block)
    return outermost(block, byClass('message')).flatMap((element) => messageOf(page, owner, element) ?? [])
  })
  return { roomId: roomId ? Number(roomId) : null, roomName: link ? textOf(link).trim() : null, messages }
}
