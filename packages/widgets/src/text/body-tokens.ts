/** What a message says, as data: the part of Markdown that people write in chats. Nothing of it is ever HTML. */
import { Lexer } from 'marked'
import type { MarkedToken, Token } from 'marked'

/** A part of a line. */
export type Inline =
  | { readonly type: 'text' | 'code'; readonly text: string }
  | { readonly type: 'strong' | 'emphasis' | 'strike'; readonly parts: readonly Inline[] }
  | { readonly type: 'link'; readonly href: string; readonly parts: readonly Inline[] }
  | { readonly type: 'break' }

/** A part of a message that stands by itself. */
export type Block =
  | { readonly type: 'paragraph'; readonly parts: readonly Inline[] }
  | { readonly type: 'code'; readonly text: string }
  | { readonly type: 'quote'; readonly blocks: readonly Block[] }
  | { readonly type: 'list'; readonly ordered: boolean; readonly start: number; readonly items: readonly (readonly Block[])[] }

/** Deeper than this it is shown as it was written: nobody nests so deep for a reader. */
const deepest = 8

/** Addresses that a message may lead to; anything else stays text. */
export const safeAddress = (href: string): string | null => {
  try {
    const { protocol } = new URL(href)
    return ['http:', 'https:', 'mailto:'].includes(protocol) ? href : null
  } catch {
    return null
  }
}

const plain = (raw: string): Block => ({ type: 'paragraph', parts: lines(raw) })

/** A text whose line breaks are kept. */
const lines = (text: string): readonly Inline[] =>
  text.split('\n').flatMap((line, at): readonly Inline[] => {
    const part: Inline = { type: 'text', text: line }
    return at === 0 ? [part] : [{ type: 'break' }, part]
  })

const isKnown = (token: Token): token is MarkedToken => token.type in { ...blockTypes, ...inlineTypes }

const blockTypes = { paragraph: 1, text: 1, heading: 1, code: 1, blockquote: 1, list: 1, space: 1 }
const inlineTypes = { text: 1, escape: 1, codespan: 1, strong: 1, em: 1, del: 1, link: 1, br: 1 }

const inlineOf = (token: Token, depth: number): readonly Inline[] => {
  if (!isKnown(token) || depth > deepest) return lines(token.raw)
  const parts = (tokens: readonly Token[]) => tokens.flatMap((inner) => inlineOf(inner, depth + 1))
  switch (token.type) {
    case 'text':
      return lines(token.text)
    case 'escape':
      return [{ type: 'text', text: token.text }]
    case 'codespan':
      return [{ type: 'code', text: token.text }]
    case 'strong':
      return [{ type: 'strong', parts: parts(token.tokens) }]
    case 'em':
      return [{ type: 'emphasis', parts: parts(token.tokens) }]
    case 'del':
      return [{ type: 'strike', parts: parts(token.tokens) }]
    case 'br':
      return [{ type: 'break' }]
    case 'link': {
      const href = safeAddress(token.href)
      return href === null ? lines(token.raw) : [{ type: 'link', href, parts: parts(token.tokens) }]
    }
    default:
      return lines(token.raw)
  }
}

const inlines = (tokens: readonly Token[], depth: number): readonly Inline[] =>
  tokens.flatMap((token) => inlineOf(token, depth))

const blockOf = (token: Token, depth: number): readonly Block[] => {
  if (!isKnown(token) || depth > deepest) return [plain(token.raw.trimEnd())]
  const blocks = (tokens: readonly Token[]) => tokens.flatMap((inner) => blockOf(inner, depth + 1))
  switch (token.type) {
    case 'space':
      return []
    case 'paragraph':
      return [{ type: 'paragraph', parts: inlines(token.tokens, depth) }]
    case 'text':
      return [{ type: 'paragraph', parts: token.tokens === undefined ? lines(token.text) : inlines(token.tokens, depth) }]
    case 'code':
      // A fence around nothing is what was written: there may be words behind it.
      return [token.text === '' ? plain(token.raw.trimEnd()) : { type: 'code', text: token.text }]
    case 'blockquote':
      return [{ type: 'quote', blocks: blocks(token.tokens) }]
    case 'list': {
      const items = token.items.map((item) => blocks(item.tokens))
      return [{ type: 'list', ordered: token.ordered, start: token.start === '' ? 1 : token.start, items }]
    }
    default:
      // A heading is no more than its line: a `#` at the start of a chat message is seldom one.
      return [plain(token.raw.trimEnd())]
  }
}

const blocksOf = (body: string): readonly Block[] => {
  try {
    return new Lexer({ gfm: true, breaks: true }).lex(body).flatMap((token) => blockOf(token, 0))
  } catch {
    // The parser gives up on thousands of quotes in one another; whoever wrote them is shown what they wrote.
    return []
  }
}

/** Reads a message. Whatever is no Markdown, or unsafe, is its own text. */
export const bodyTokens = (body: string): readonly Block[] => {
  const blocks = blocksOf(body)
  return blocks.length === 0 ? [plain(body)] : blocks
}

/** Whether a message is nothing but one to three emoji. */
export const isEmojiOnly = (body: string): boolean => body.length <= 64 && oneToThreeEmoji.test(body.trim())

const oneToThreeEmoji = new RegExp(String.raw`^(?:\p{RGI_Emoji}\s*){1,3}$`, 'v')
