import { array, assert, constantFrom, property } from 'fast-check'
import { expect, test } from 'vitest'
import { contentToMarkdown } from '../../src/protocol/index.ts'

test.each([
  ['plain words', 'plain words'],
  ['<b>bold</b> <i>italic</i> <strike>gone</strike> <code>a`b</code>', '**bold** *italic* ~~gone~~ ``a`b``'],
  ['<b> spaced </b>out', ' **spaced** out'.trim()],
  ['<a href="//example.org/x" rel="nofollow">label</a>', '[label](<https://example.org/x>)'],
  ['1 &lt; 2 &amp; 3 &gt; 2', '1 < 2 & 3 > 2'],
  ['2 * 3 * 4, snake_case, _private', '2 \\* 3 \\* 4, snake_case, \\_private'],
  ["<div class='full'>one <br> two</div>", 'one\ntwo'],
  ["<div class='full'># no heading <br> - no list <br> 1. no list</div>", '\\# no heading\n\\- no list\n1\\. no list'],
  ['<div class="quote">quoted</div>', '> quoted'],
  ["<pre class='full'>if (a &lt; b) {\n  run()\n}</pre>", '```\nif (a < b) {\n  run()\n}\n```'],
  [
    '<div class="onebox ob-image"><a href="//i.example/p.png"><img src="//i.example/p.png"></a></div>',
    'https://i.example/p.png',
  ],
  [
    '<div class="onebox ob-post"><a href="https://example.org/q/1">A question</a></div>',
    '[A question](<https://example.org/q/1>)',
  ],
])('%j is written %j', (html, markdown) => expect(contentToMarkdown(html)).toBe(markdown))

test.each([
  ['<script>alert(1)</script>hello', 'hello'],
  ['<a href="javascript:alert(1)">click</a>', 'click'],
  ['<a href="data:text/html,x">click</a>', 'click'],
  ['<img src=x onerror=alert(1)>', ''],
  ['<style>*{display:none}</style>seen', 'seen'],
  ['<a href="https://a.example/>)[x](javascript:1)">t</a>', 't'],
  ['&lt;img src=x onerror=alert(1)&gt;', '\\<img src=x onerror=alert(1)>'],
  ['[label](https://evil.example)', '\\[label](https://evil.example)'],
])('nothing harmful is left of %j', (html, markdown) => expect(contentToMarkdown(html)).toBe(markdown))

test('any HTML has a text, however deep and broken', () => {
  assert(
    property(
      array(constantFrom('<b>', '</b>', '<div class="quote">', '<pre>', '<a href="x">', 'text', '<br>', '`'), {
        maxLength: 60,
      }),
      (parts) => {
        expect(typeof contentToMarkdown(parts.join(''))).toBe('string')
      },
    ),
  )
  expect(contentToMarkdown('<b>'.repeat(5_000))).toBe('')
})

test('code of any length is read, and at once', () => {
  const ticks = '` '.repeat(200_000).trim()
  expect(contentToMarkdown(`<code>${ticks}</code>`)).toBe(`\`\` ${ticks} \`\``)
  expect(contentToMarkdown(`<pre>${ticks}</pre>`)).toBe(`\`\`\`\n${ticks}\n\`\`\``)
  const blank = `x${'\n'.repeat(100_000)}x`
  expect(contentToMarkdown(`<pre>\n\n${blank}\n </pre>`)).toBe(`\`\`\`\n${blank}\n\`\`\``)
}, 10_000)
