import { expect, test } from 'vitest'
import { bodyTokens } from './markdown.ts'
import { plainText } from './plain-text.ts'

test.each([
  ['hello', 'hello'],
  ['> He consults his *twice* a minute.\n\nDoes he?', 'He consults his twice a minute. Does he?'],
  ['- one\n- **two**\n  1. three', 'one two three'],
  ['a\nb', 'a b'],
  ['`rm -rf` and ~~that~~', 'rm -rf and that'],
  ['```\nlet a\n  = 1\n```', 'let a = 1'],
  ['[the plan](https://example.org/plan)', 'the plan'],
  ['<b>not bold</b> 2 * 3 * 4', '<b>not bold</b> 2 * 3 * 4'],
])('%j says %j', (body, said) => {
  expect(plainText(bodyTokens(body))).toBe(said)
})
