import { expect, test } from 'vitest'
import { createMemoryStore } from '../memory/store.ts'
import { createMessaging } from '../messaging.ts'
import type { Attachment } from '../model/attachment.ts'
import { noAttachments } from '../ports/attachments.ts'
import type { Attachments } from '../ports/attachments.ts'
import { removeAbandoned } from './attachment-upkeep.ts'

const fileOf = (n: number): Attachment => ({ id: `file-${n}`, name: 'file', type: 'text/plain', size: 1 })

const day = 24 * 60 * 60_000

/** Three uploads that nothing ever carries, and what was removed of them, but for those that fail. */
const abandoned = async (failing: ReadonlySet<string>, silent: ReadonlySet<string> = new Set()) => {
  let now = Date.UTC(2026, 0, 1)
  /** Nobody waits by this clock: it is that late already. */
  const after = (milliseconds: number, task: () => void) => {
    const timer = setTimeout(() => {
      now += milliseconds
      task()
    })
    return () => clearTimeout(timer)
  }
  const clock = { now: () => now, after }
  const store = createMemoryStore({ clock })
  for (const n of [1, 2, 3]) await store.attachments.add('alice', fileOf(n))
  const removed: string[] = []
  const attachments: Attachments = {
    put: async () => {},
    url: async () => ({ url: '', expiresAt: '' }),
    remove: async (id) => {
      if (failing.has(id)) throw new Error('out of order')
      if (silent.has(id)) await new Promise(() => {})
      removed.push(id)
    },
  }
  const upkeep = (limit: number): Promise<number> => removeAbandoned({ store, attachments, clock }, limit)
  return { removed, upkeep, wait: (milliseconds: number) => (now += milliseconds) }
}

test('an upload waits for its message for a day, and is removed then', async () => {
  const { removed, upkeep, wait } = await abandoned(new Set())
  wait(day)
  expect(await upkeep(9)).toBe(0)
  wait(1)
  expect(await upkeep(2)).toBe(2)
  expect(await upkeep(2)).toBe(1)
  expect(await upkeep(2)).toBe(0)
  expect(removed).toEqual(['file-1', 'file-2', 'file-3'])
})

test('a file that cannot be removed stays for the next time, and keeps nothing else', async () => {
  const failing = new Set(['file-1'])
  const { removed, upkeep, wait } = await abandoned(failing)
  wait(day + 1)
  await expect(upkeep(9)).rejects.toThrow('out of order')
  expect(removed).toEqual(['file-2', 'file-3'])
  failing.clear()
  expect(await upkeep(9)).toBe(1)
  expect(removed).toEqual(['file-2', 'file-3', 'file-1'])
})

test('a storage that says nothing of a file keeps nothing else for long', async () => {
  const silent = new Set(['file-1'])
  const { removed, upkeep, wait } = await abandoned(new Set(), silent)
  wait(day + 1)
  await expect(upkeep(9)).rejects.toMatchObject({ code: 'unavailable' })
  expect(removed).toEqual(['file-2', 'file-3'])
  silent.clear()
  expect(await upkeep(9)).toBe(1)
})

test('a storage that says nothing of any file leaves the rest for the next time', async () => {
  const { removed, upkeep, wait } = await abandoned(new Set(), new Set(['file-1', 'file-2']))
  wait(day + 1)
  await expect(upkeep(9)).rejects.toMatchObject({ code: 'unavailable' })
  expect(removed).toEqual([])
})

test('what waited for more than a day is carried by no message, also while its bytes are being removed', async () => {
  let now = Date.UTC(2026, 0, 1)
  const clock = { now: () => now, after: () => () => {} }
  const store = createMemoryStore({ clock })
  const kept: Attachments = { ...noAttachments(), put: async () => {} }
  await using messaging = createMessaging({ store, clock, attachments: kept })
  const alice = messaging.as('alice')
  const { id: conversationId } = await alice.conversations.startDirect({ userId: 'bob' })
  const { id } = await alice.attachments.upload({ file: new Blob(['hello']) })
  now += day + 1
  const send = () => alice.messages.send({ conversationId, body: 'at last', attachments: [id] })
  const remove = () => expect(send()).rejects.toMatchObject({ code: 'forbidden', reason: 'attachments' })
  expect(await removeAbandoned({ store, clock, attachments: { ...kept, remove } }, 9)).toBe(1)
  await remove()
  expect((await alice.conversations.get({ conversationId })).lastSeq).toBe(0)
})
