import { parsePage, textOf } from '../pages/document.ts'

/** The text of a message's HTML with all formatting dropped; line breaks stay. */
export const contentToText = (html: string): string => {
  const marked = html.replaceAll(/\s?<br\s*\/?>\s?/gi, '\n')
  return textOf(parsePage(marked).root).trim()
}

/** Whether an address may be followed: web links only, protocol-relative ones made https. */
export const safeLink = (href: string): string | null => {
  const absolute = href.startsWith('//') ? `https:${href}` : href
  return /^https?:\/\//i.test(absolute) ? absolute : null
}
