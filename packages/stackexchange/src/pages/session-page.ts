import {
  outermost,
  byClass,
  byId,
  byTag,
  elements,
  first,
  parsePage,
  scriptsOf,
  textOf,
  type Element,
  type Page,
} from './document.ts'

/** What any page of the chat tells about the session that asked for it. */
export interface SessionPage {
  /** The key every POST needs, or null when the page has none. */
  readonly fkey: string | null
  /** The logged-in user, or null for a visitor (or when the page does not tell). */
  readonly me: { readonly id: number; readonly name: string | null } | null
}

/** The user id in a link to a user, or null. */
export const userIdOf = (href: string | undefined): number | null => {
  const match = /\/users\/(-?\d+)(?:[/?#]|$)/.exec(href ?? '')
  return match ? Number(match[1]) : null
}

/** The first key that is not empty: pages carry up to four, some without a value. */
export const findKey = (page: Page, within?: Element): string | null => {
  const root = within ?? page.root
  for (const input of elements(root, byTag('input'))) {
    const { name, value } = input.attribs
    if (name === 'fkey' && value) return value
  }
  return null
}

const fromMenu = (page: Page) => {
  for (const menu of outermost(page.root, byClass('topbar-menu-links')))
    for (const link of elements(menu, byTag('a'))) {
      const id = link.attribs['href']?.startsWith('/users/') ? userIdOf(link.attribs['href']) : null
      if (id !== null) return { id, name: textOf(link).trim() || null }
    }
  return null
}

const fromActiveUser = (page: Page) => {
  const element = first(page.root, byId('active-user'))
  const match = /(?:^|\s)user-(-?\d+)(?:\s|$)/.exec(element?.attribs['class'] ?? '')
  return match ? { id: Number(match[1]), name: null } : null
}

/** The value of a double-quoted script literal; never evaluated. */
export const stringLiteral = (literal: string | undefined): string => {
  try {
    const value: unknown = JSON.parse(literal?.replaceAll("\\'", "'") ?? '""')
    return typeof value === 'string' ? value : ''
  } catch {
    return ''
  }
}

const fromScript = (page: Page) => {
  for (const script of scriptsOf(page)) {
    const match = /StartChat\(\s*[^,()]*,\s*(-?\d+)\s*(?:,\s*\(?\s*("(?:[^"\\]|\\.)*"))?/.exec(script)
    if (!match) continue
    const id = Number(match[1])
    return id === 0 ? null : { id, name: stringLiteral(match[2]) || null }
  }
  return null
}

const fromTopBar = (page: Page) => {
  for (const bar of outermost(page.root, (element) => byClass('topbar')(element) || byTag('header')(element)))
    for (const link of elements(bar, byTag('a'))) {
      const id = link.attribs['href']?.startsWith('/users/') ? userIdOf(link.attribs['href']) : null
      if (id !== null) return { id, name: textOf(link).trim() || null }
    }
  return null
}

/** Reads the key and the own user off any page of the chat, of any age. */
export const parseSessionPage = (html: string): SessionPage => {
  const page = parsePage(html)
  const me = fromMenu(page) ?? fromActiveUser(page) ?? fromScript(page) ?? fromTopBar(page)
  return { fkey: findKey(page), me }
}

/** The key of the login form, or null when the page shows none. */
export const parseLoginKey = (html: string): string | null => {
  const page = parsePage(html)
  const form = first(page.root, byId('login-form'))
  return form ? findKey(page, form) : null
}

/** Whether a page is what a content delivery network shows to suspected robots. */
export const isChallengePage = (html: string): boolean =>
  /cf-challenge|challenge-platform|cf-browser-verification|<title>Just a moment/i.test(html)
