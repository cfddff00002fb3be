import { byClass, byTag, first, parsePage, textOf } from './document.ts'
import { labelledValues, numberIn } from './labelled.ts'

/** What a user's page tells. A field is missing where the page no longer shows it. */
export interface ProfilePage {
  readonly name?: string
  readonly about: string
  readonly isModerator: boolean
  readonly messageCount?: number
  readonly roomCount?: number
  readonly reputation?: number
  /** Seconds since the user was last seen, approximate; null where the page does not say. */
  readonly lastSeen: number | null
  /** Seconds since the user's last message, approximate; null where the page does not say. */
  readonly lastMessage: number | null
}

const UNITS: Readonly<Record<string, number>> = {
  s: 1,
  m: 60,
  h: 3_600,
  d: 86_400,
  w: 604_800,
  mo: 2_592_000,
  y: 31_536_000,
}

/** Seconds of a span as the pages write it: "just now", "5m ago", "2 days ago", "n/a" (null). */
export const secondsAgo = (text: string | undefined): number | null => {
  const span = text?.trim().toLowerCase() ?? ''
  if (/^(just )?now/.test(span)) return 0
  const match = /(\d+)\s*(mo|[smhdwy])/.exec(span)
  return match ? Number(match[1]) * (UNITS[match[2] ?? ''] ?? 1) : null
}

/** Reads a user's page, of any age. */
export const parseProfilePage = (html: string): ProfilePage => {
  const page = parsePage(html)
  const values = labelledValues(page.root)
  const text = (label: string) => {
    const element = values.get(label)
    return element ? textOf(element).trim() : undefined
  }
  const count = (className: string, label: string) => {
    const element = first(page.root, byClass(className))
    return numberIn(element ? textOf(element) : text(label))
  }
  const heading = first(page.root, byTag('h1'))
  const badge = first(page.root, byClass('user-status')) ?? first(page.root, byClass('s-badge'))
  const score = first(page.root, byClass('reputation-score'))
  const reputation = numberIn(score?.attribs['title'] ?? text('reputation'))
  const messageCount = count('user-message-count-xxl', 'messages')
  const roomCount = count('user-room-count-xxl', 'rooms')
  return {
    ...(heading ? { name: nameIn(textOf(heading)) } : {}),
    about: text('about') ?? '',
    isModerator: textOf(badge ?? heading ?? page.root).includes('♦'),
    ...(messageCount === null ? {} : { messageCount }),
    ...(roomCount === null ? {} : { roomCount }),
    ...(reputation === null ? {} : { reputation }),
    lastSeen: secondsAgo(text('last seen')),
    lastMessage: secondsAgo(text('last message')),
  }
}

/** The heading without the moderator's badge. */
const nameIn = (heading: string) => heading.split('♦', 1)[0]?.trim() ?? ''
