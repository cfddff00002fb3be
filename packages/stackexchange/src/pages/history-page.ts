import { outermost, byClass, byTag, first, parsePage, textOf, type Element } from './document.ts'
import type { PresentUser } from './room-page.ts'
import { userIdOf } from './session-page.ts'
import { signatureOf } from './transcript-page.ts'

/** What the history page of a message tells. */
export interface HistoryPage {
  /** Markdown of the latest revision, or null. */
  readonly contentSource: string | null
  readonly edits: number
  /** Who edited last, or null. */
  readonly editor: PresentUser | null
  readonly pinners: readonly PresentUser[]
}

const isEdit = (block: Element) => {
  const label = first(block, byTag('b'))
  return label !== undefined && /^edited:?$/i.test(textOf(label).trim())
}

const personIn = (element: Element): PresentUser | null => {
  const link = first(element, byTag('a'))
  const id = userIdOf(link?.attribs['href'])
  return link && id !== null ? { id, name: textOf(link).trim() } : null
}

/** Reads the history page of a message. */
export const parseHistoryPage = (html: string): HistoryPage => {
  const page = parsePage(html)
  const source = first(page.root, byClass('message-source'))
  const edits = outermost(page.root, byClass('monologue')).filter(isEdit)
  const [latest] = edits
  const signature = latest ? signatureOf(latest) : null
  const pins = outermost(
    page.root,
    (element) => byTag('p')(element) && first(element, byClass('owner-star')) !== undefined,
  )
  return {
    contentSource: source ? textOf(source).trim() : null,
    edits: edits.length,
    editor: signature && signature.id !== null ? { id: signature.id, name: signature.name ?? '' } : null,
    pinners: pins.flatMap((pin) => personIn(pin) ?? []),
  }
}
