/**
 * Texts that have hurt somebody's software: scripts, marks, what is not seen, other languages' operators, sizes. Each is kept
 * byte for byte, or refused by the rule for texts: well-formed, without NUL, within bounds, with something visible in it.
 */
import { limits } from '@msg/core'

const from = (start: number, count: number): string =>
  Array.from({ length: count }, (_, index) => String.fromCodePoint(start + index)).join('')

/** Where scripts and sets of signs begin. */
const blocks = [
  0x41, 0xc0, 0x100, 0x250, 0x370, 0x410, 0x531, 0x5d0, 0x621, 0x710, 0x780, 0x7ca, 0x905, 0x985, 0xa05, 0xa85, 0xb05,
  0xb85, 0xc05, 0xc85, 0xd05, 0xd85, 0xe01, 0xe81, 0xf40, 0x1000, 0x10d0, 0x1100, 0x1200, 0x13a0, 0x1401, 0x1681,
  0x16a0, 0x1780, 0x1820, 0x1e00, 0x1f00, 0x20a0, 0x2190, 0x2200, 0x2500, 0x2600, 0x2c00, 0x2d30, 0x3041, 0x30a1,
  0x3105, 0x3260, 0x3400, 0x4e00, 0xa000, 0xa4d0, 0xac00, 0xf900, 0xfb50, 0xfe70, 0xff21, 0xff66, 0xffa1, 0x10000,
  0x10280, 0x10330, 0x10400, 0x12000, 0x13000, 0x1d400, 0x1f300, 0x1f600, 0x20000, 0x30000,
]

const scripts = blocks.flatMap((start) => [
  from(start, 12),
  `${from(start, 4)} ${from(start + 4, 4)}\n${from(start + 2, 3)}`,
  Array.from(from(start, 6), (character) => `${character}\u0301\u0323`).join(''),
  `\u202e${from(start, 5)}\u202c abc 123`,
])

/** Controls (but NUL), spaces, format characters, selectors, tags, private use, what is no character, what is not assigned. */
const odd = [
  ...Array.from(from(0x01, 31)),
  ...Array.from(from(0x7f, 34)),
  ...Array.from(from(0x2000, 16)),
  ...Array.from(from(0x2028, 8)),
  ...Array.from(from(0x2060, 16)),
  '\u00ad',
  '\u034f',
  '\u0378',
  '\u061c',
  '\u115f',
  '\u180e',
  '\u2800',
  '\u3000',
  '\u3164',
  '\ufe0e',
  '\ufe0f',
  '\ufdd0',
  '\ufeff',
  '\uffa0',
  '\ufffc',
  '\ufffd',
  '\ufffe',
  '\uffff',
  '\ue000',
  ...Array.from('\u{1fffe}\u{e0001}\u{e0020}\u{e0100}\u{f0000}\u{10fffd}\u{10ffff}'),
]

const commands = [
  "'",
  "' or '1'='1",
  "'; drop table message; --",
  '$$; select 1; $$',
  'a & b | !c <-> d:*',
  '%',
  '_',
  '%_\\',
  '\\',
  '\\0',
  '\\u0000',
  '\\x00',
  '{"a":"\\u0000"}',
  '[]',
  'null',
  'undefined',
  'NaN',
  '-0',
  '1e400',
  '0x10',
  'true',
  '__proto__',
  'constructor',
  '<b>bold</b>',
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<!--',
  ']]>',
  '&lt;&#0;&amp',
  'javascript:alert(1)',
  'data:text/html,x',
  '../../../etc/passwd',
  'file:///etc/passwd',
  'C:\\nul',
  '$(id)',
  '`id`',
  '| cat',
  '{{7*7}}',
  '${7*7}',
  '%s%n%p',
  '%00',
  '%2e%2e%2f',
  '+',
  'a+b c%20d',
  '=1+1',
  '@sum(1)',
  'a\r\nSet-Cookie: b=c',
  'data: x\n\nevent: y\n\n',
  '**a** _b_ `c` [d](e)',
  '(((((((((((',
  '(a+)+$',
  '.*',
  '^',
  '@everyone',
  '#1',
  'a@b.c',
  'http://[::1]:80/?a=b#c',
]

const emoji = [
  '👍🏽',
  '👨‍👩‍👧‍👦',
  '🏳️‍🌈',
  '🇩🇪🇯🇵',
  '1️⃣#️⃣',
  '❤️❤︎',
  '👁️‍🗨️',
  '🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}',
  '🧑🏿‍🤝‍🧑🏻',
  '🫨🪿',
]

const long = [
  'a'.repeat(limits.body),
  'é'.repeat(limits.body),
  '語'.repeat(limits.body),
  '👍'.repeat(limits.body),
  `a${'\u0301'.repeat(limits.body - 1)}`,
  'ﷺ'.repeat(limits.body),
  'a '.repeat(limits.body / 2),
  `${'\n'.repeat(limits.body - 1)}a`,
  `${'\u200d'.repeat(limits.body - 1)}a`,
]

/** Texts that are kept as they are, byte for byte. */
export const keptTexts: readonly string[] = [
  ...scripts,
  ...odd.flatMap((character) => [`a${character}b`, `${character}a`, `a${character}`]),
  ...commands.flatMap((text) => [text, `"${text}" said\t${text}`]),
  ...emoji,
  ...long,
  ...Array.from('aé語👍', (character) => `${character}\n\n\n${character}`),
  'e\u0301 is not é',
  'Å Å Å',
  'ﬁ ½ ㎏ ①',
  'İstanbul ISTANBUL ıstanbul ẞ ß ŉ ǰ ΐ',
  'שלום (hello) עולם 123',
]

/** Texts that are refused as `invalid`. */
export const refusedTexts: readonly string[] = [
  '',
  ' ',
  '\n\t\r ',
  '\u00a0\u2003\u3000',
  '\u200b\u200d\ufeff',
  '\u00ad',
  '\u2800\u3164\u115f',
  '\u202e\u202c',
  '\u0001\u001b',
  '\0',
  'a\0b',
  'nul at the end\0',
  '\ud800',
  '\udc00',
  'a\udbffb',
  '\udc00\ud800',
  `high at the end ${'👍'.slice(0, 1)}`,
  'a'.repeat(limits.body + 1),
  '👍'.repeat(limits.body + 1),
  ' '.repeat(limits.body),
]
