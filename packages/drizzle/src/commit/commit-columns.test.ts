import type { CommitItem, Guard } from '@msg/core'
import { newId } from '@msg/testing'
import { describe, expect, test } from 'vitest'
import { deliver, guarded, item, read, send } from '../../test/drafts.ts'
import { advanceSql, inColumns, sendSql } from './commit-columns.ts'

const conversationId = newId()
const settings: Guard = { on: 'settings', version: 4 }
const own: Guard = { on: 'member', userId: 'alice', version: 7 }
const plain = guarded(item(conversationId, 'alice', send('hello')), settings, own)

/** Each with what makes it no plain send. */
const others: Readonly<Record<string, CommitItem>> = {
  'a receipt': item(conversationId, 'alice', read(1)),
  'two messages': item(conversationId, 'alice', send('one'), send('two')),
  'a message with files': item(conversationId, 'alice', { ...send('hello'), attachments: [newId()] }),
  'a message to a canonical group': { ...plain, canonical: true },
  'a guard of the roster': guarded(plain, { on: 'roster', version: 1 }),
  'a guard of somebody else': guarded(plain, { ...own, userId: 'bob' }),
  'the same guard twice': guarded(plain, settings, settings),
  'half a character': item(conversationId, 'alice', send('\ud83d')),
}

describe('a batch in columns', () => {
  test('is one list for each, with nothing where nobody has anything', () => {
    const [first, second] = [send('a "b" \\'), send('NULL')]
    const items = [
      guarded(item(conversationId, 'alice', first), settings, own),
      item(conversationId, 'bob', { ...second, words: ['null', 'one'], mentions: ['x,y'] }),
    ]
    expect(inColumns(items)).toEqual({
      sql: sendSql,
      parameters: [
        `{"${conversationId}","${conversationId}"}`,
        '{"alice","bob"}',
        '{"4",NULL}',
        '{"7",NULL}',
        `{"${first.id}","${second.id}"}`,
        '{"message","message"}',
        String.raw`{"a \"b\" \\","NULL"}`,
        null,
        String.raw`{NULL,"{\"x,y\"}"}`,
        '{"a b","null one"}',
        `{"${first.contentHash}","${second.contentHash}"}`,
      ],
    })
  })

  test('is of receipts too', () => {
    const items = [guarded(item(conversationId, 'alice', read(3)), own), item(conversationId, 'bob', deliver(5))]
    expect(inColumns(items)).toEqual({
      sql: advanceSql,
      parameters: [
        `{"${conversationId}","${conversationId}"}`,
        '{"alice","bob"}',
        null,
        '{"7",NULL}',
        '{"3",NULL}',
        '{NULL,"5"}',
      ],
    })
  })

  test.each(Object.keys(others))('is not what has %s', (name) => {
    const other = others[name]
    expect(other === undefined ? undefined : inColumns([plain, other])).toBeNull()
  })

  test('is not what is empty', () => expect(inColumns([])).toBeNull())
})
