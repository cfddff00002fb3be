import { limits } from '@msg/core'
import { contentToMarkdown, contentToText } from '@msg/stackexchange/protocol'

const invisible = /^[\s\p{Cc}\p{Cf}\p{Zs}\p{Zl}\p{Zp}\u115f\u1160\u3164\uffa0\u2800]*$/u
const cut = ' …'

/** Text that is taken here: well-formed, without control characters but line breaks, not too long, never empty. */
const taken = (text: string): string => {
  const clean = text.toWellFormed().replaceAll(/[^\P{Cc}\n\t]/gu, '')
  if (invisible.test(clean)) return '(nothing that can be shown here)'
  if (clean.length <= limits.body) return clean
  return `${clean.slice(0, limits.body - cut.length).toWellFormed()}${cut}`
}

/** What a remote message says, as it is written here. Of a reply to something that is not here, the beginning of that is quoted. */
export const localText = (html: string, quote: string | null): string => {
  const text = contentToMarkdown(html)
  if (quote === null) return taken(text)
  const line = contentToText(quote).replaceAll(/\s+/g, ' ').slice(0, 100)
  return taken(`> ${contentToMarkdown(line)}\n\n${text}`)
}
