/** The part of Markdown that people write in chats, read into data. Loaded when the first message needs it. */
import { Lexer } from 'marked'
import type { Token, Tokens } from 'marked'
import type { Block, Inline } from './body.ts'

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

type Reader<Part> = { readonly [Type in string]?: (token: Tokens.Generic, depth: number) => readonly Part[] }

/** What is no Markdown, as it was written. */
const written = (text: string): readonly Inline[] => [{ type: 'text', text }]

const paragraph = (parts: readonly Inline[]): Block => ({ type: 'paragraph', parts })

const inner = (token: Tokens.Generic): readonly Token[] => token.tokens ?? []

const inlinesOf = (tokens: readonly Token[], depth: number): readonly Inline[] =>
  tokens.flatMap((token) => {
    const read = depth > deepest ? undefined : inlineReaders[token.type]
    return read === undefined ? written(token.raw) : read(token, depth + 1)
  })

/** What stands in a line, by the parser's names. What has none here is its own text. */
const inlineReaders: Reader<Inline> = {
  text: (token) => written(textOf(token)),
  escape: (token) => written(textOf(token)),
  codespan: (token) => [{ type: 'code', text: textOf(token) }],
  strong: (token, depth) => [{ type: 'strong', parts: inlinesOf(inner(token), depth) }],
  em: (token, depth) => [{ type: 'emphasis', parts: inlinesOf(inner(token), depth) }],
  del: (token, depth) => [{ type: 'strike', parts: inlinesOf(inner(token), depth) }],
  br: () => written('\n'),
  link(token, depth) {
    const href = safeAddress(String(token['href']))
    return href === null ? written(token.raw) : [{ type: 'link', href, parts: inlinesOf(inner(token), depth) }]
  },
}

const textOf = (token: Tokens.Generic): string => String(token['text'])

const blocksIn = (tokens: readonly Token[], depth: number): readonly Block[] =>
  tokens.flatMap((token) => {
    const read = depth > deepest ? undefined : blockReaders[token.type]
    // A heading, too, is no more than its line: a `#` at the start of a chat message is seldom one.
    return read === undefined ? [paragraph(written(token.raw.trimEnd()))] : read(token, depth + 1)
  })

/** What stands by itself, by the parser's names. */
const blockReaders: Reader<Block> = {
  space: () => [],
  paragraph: (token, depth) => [paragraph(inlinesOf(inner(token), depth))],
  text: (token, depth) => [
    paragraph(token.tokens === undefined ? written(textOf(token)) : inlinesOf(token.tokens, depth)),
  ],
  // A fence around nothing is what was written: there may be words behind it.
  code: (token) => [
    textOf(token) === '' ? paragraph(written(token.raw.trimEnd())) : { type: 'code', text: textOf(token) },
  ],
  blockquote: (token, depth) => [{ type: 'quote', blocks: blocksIn(inner(token), depth) }],
  list(token, depth) {
    const items: readonly Tokens.Generic[] = Array.isArray(token['items']) ? token['items'] : []
    const start = typeof token['start'] === 'number' ? token['start'] : 1
    return [
      {
        type: 'list',
        ordered: token['ordered'] === true,
        start,
        items: items.map((item) => blocksIn(inner(item), depth)),
      },
    ]
  },
}

const blocksOf = (body: string): readonly Block[] => {
  try {
    return blocksIn(new Lexer({ gfm: true, breaks: true }).lex(body), 0)
  } catch {
    // The parser gives up on thousands of quotes in one another; whoever wrote them is shown what they wrote.
    return []
  }
}

/** Reads a message. Whatever is no Markdown, or unsafe, is its own text. */
export const bodyTokens = (body: string): readonly Block[] => {
  const blocks = blocksOf(body)
  return blocks.length === 0 ? [paragraph(written(body))] : blocks
}
