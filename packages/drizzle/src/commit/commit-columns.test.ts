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
  'an id that comes twice': plain,
  'half a character': item(conversationId, 'alice', send('\ud83d')),
}

describe('a batch in columns', () => {
  test('is one list for each, with nothing where nobody has anything', () => {
    const [first, second] = [send('a "b" \\'), send('NULL')]
    const items = [
      guarded(item(conversationId, 'alice', first), settings, own),
      item(conversationId, 'bob', { ...second, words: ['null', 'one'], mentions: ['x,y'] }),
    ]
    expect(inColumns(items)).toMatchObject({
      sql: sendSql,
      parameters: [
        `{"${conversationId}"}`,
        '{1}',
        '{2}',
        '{1,1}',
        '{1,2}',
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

  test('has sends in the order of their conversations, and answers in that of the batch', () => {
    const [low, high] = [newId(), newId()].toSorted()
    const sends = ['alice', 'bob', 'carol', 'dave'].map((name) => ({ name, draft: send(`of ${name}`) }))
    const items = sends.map(({ name, draft }, index) => item((index === 1 ? low : high) ?? '', name, draft))
    const statement = inColumns(items)
    expect(statement?.parameters.slice(0, 6)).toEqual([
      `{"${low}","${high}"}`,
      '{1,2}',
      '{1,4}',
      '{1,2,2,2}',
      '{2,1,3,4}',
      '{"bob","alice","carol","dave"}',
    ])
    const told = { at: 'now', seqs: [10, 20], revisions: [100, 200], positions: [1, 2, 3, 4] }
    expect(statement?.answers(told).map(({ outcome, position }) => [outcome, position])).toEqual(
      [
        [21, 201, 1],
        [11, 101, 2],
        [22, 202, 3],
        [23, 203, 4],
      ].map(([seq, revision, position]) => [{ status: 'committed', at: 'now', stamps: [{ revision, seq }] }, position]),
    )
    const stale = statement?.answers([
      { status: 'stale' },
      ['now', 201, 21, 2],
      { status: 'stale' },
      { status: 'stale' },
    ])
    expect(stale?.map(({ outcome }) => outcome.status)).toEqual(['committed', 'stale', 'stale', 'stale'])
    expect(() => statement?.answers([])).toThrow('another number of outcomes')
    expect(() => statement?.answers({ ...told, positions: [1] })).toThrow('an integer')
  })

  test('is of receipts too', () => {
    const items = [guarded(item(conversationId, 'alice', read(3)), own), item(conversationId, 'bob', deliver(5))]
    expect(inColumns(items)).toMatchObject({
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
