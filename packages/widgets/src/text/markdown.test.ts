import { describe, expect, test } from 'vitest'
import { isEmojiOnly, mayBeMarkdown, plain } from './body.ts'
import type { Block, Inline } from './body.ts'
import { bodyTokens } from './markdown.ts'

const paragraph = (...parts: readonly Inline[]): Block => ({ type: 'paragraph', parts })
const text = (value: string): Inline => ({ type: 'text', text: value })

/** Every address in some blocks. */
const addresses = (value: unknown): readonly string[] => {
  if (typeof value !== 'object' || value === null) return []
  const own = 'href' in value ? [String(value.href)] : []
  return [...own, ...Object.values(value).flatMap(addresses)]
}

/** Everything that would be read. */
const read = (value: unknown): string => {
  if (typeof value !== 'object' || value === null) return ''
  const own = 'text' in value ? String(value.text) : ''
  return own + Object.values(value).map(read).join('')
}

describe('a message', () => {
  test('keeps its line breaks', () => {
    expect(bodyTokens('one\ntwo')).toEqual([paragraph(text('one'), text('\n'), text('two'))])
  })

  test('has the Markdown people write in chats', () => {
    expect(bodyTokens('**a** *b* ~~c~~ `d`')).toEqual([
      paragraph(
        { type: 'strong', parts: [text('a')] },
        text(' '),
        { type: 'emphasis', parts: [text('b')] },
        text(' '),
        { type: 'strike', parts: [text('c')] },
        text(' '),
        { type: 'code', text: 'd' },
      ),
    ])
    expect(bodyTokens('```\nlet x\n```')).toEqual([{ type: 'code', text: 'let x' }])
    expect(bodyTokens('> said')).toEqual([{ type: 'quote', blocks: [paragraph(text('said'))] }])
    expect(bodyTokens('- a\n- b')).toMatchObject([{ type: 'list', ordered: false, items: [{}, {}] }])
  })

  test('links to the web and to mail, and finds bare addresses', () => {
    expect(addresses(bodyTokens('[a](https://example.org) https://example.com mailto:a@example.org'))).toEqual([
      'https://example.org',
      'https://example.com',
      'mailto:a@example.org',
    ])
  })

  test.each([
    '[x](javascript:alert(1))',
    '[x](JaVaScRiPt:alert(1))',
    '[x](data:text/html,<script>alert(1)</script>)',
    '[x](vbscript:x)',
    '[x](//example.org)',
    '[x](java\nscript:alert(1))',
    '<javascript:alert(1)>',
    '![x](https://example.org/x.png)',
  ])('leads nowhere else: %s', (body) => {
    const safe = addresses(bodyTokens(body)).every((href) => /^(?:https?|mailto):/.test(href))
    expect(safe).toBe(true)
    expect(addresses(bodyTokens(body)).some((href) => href.includes('javascript'))).toBe(false)
  })

  test.each([
    '<b>bold</b>',
    '<img src=x onerror=alert(1)>',
    '<script>alert(1)</script>',
    '&lt;b&gt;',
    '# no heading',
    '| a | b |\n|---|---|\n| 1 | 2 |',
  ])('is text where it is no Markdown of ours: %s', (body) => {
    expect(read(bodyTokens(body)).replaceAll('\n', '')).toBe(body.replaceAll('\n', ''))
  })

  test.each(['>', '[', '*', '_ ', '`a', '- ', '![', '<', '**a ', '[a](', '~~'])(
    'of ten thousand %s is read, and says all of it',
    (part) => {
      const body = `${part.repeat(10_000 / part.length)} deep`
      expect(read(bodyTokens(body))).toContain('deep')
    },
  )
})

test('one to three emoji alone are shown large', () => {
  expect(['👍', '🎉🎉', '👩‍🚀 🇩🇪 ❤️'].map(isEmojiOnly)).toEqual([true, true, true])
  expect(['', 'ok 👍', '👍👍👍👍', '1', '#'].map(isEmojiOnly)).toEqual([false, false, false, false, false])
})

test.each(['hello', 'a\nb', 'costs 3 - 4 euros', 'سلام', 'まだです!', 'ok 👍', 'what? no; yes.'])(
  'a text without any sign of Markdown is what Markdown makes of it: %s',
  (body) => {
    expect(mayBeMarkdown(body)).toBe(false)
    expect(plain(body)).toEqual(paragraph(text(body)))
    expect(bodyTokens(body)).toEqual([paragraph(...body.split(/(\n)/).map((part) => text(part)))])
  },
)

test.each(['**a**', '- a', '1. a', 'see https://example.org', 'a `b`', '> a', 'x@example.org', '    code'])(
  'a text with a sign of it is read: %s',
  (body) => {
    expect(mayBeMarkdown(body)).toBe(true)
  },
)
