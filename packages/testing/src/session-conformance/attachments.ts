import { limits } from '@msg/core'
import type { Attachments, Policy, Session } from '@msg/core'
import { expect } from 'vitest'
import type { ConformanceCase } from '../conformance-case.ts'
import { expectRefusal } from '../expect-refusal.ts'
import { newId, unusedId, upTo } from '../factories.ts'
import { fakeAttachments } from '../fake-attachments.ts'
import type { FakeAttachments } from '../fake-attachments.ts'
import { fakeTargets, project } from '../fake-targets.ts'
import type { SessionContext, SessionHostOptions } from './host.ts'
import { withHost, withThree } from './with-sessions.ts'

interface WithFiles {
  readonly files: FakeAttachments
  readonly alice: Session
  readonly bob: Session
  readonly carol: Session
}

/** A case over alice, bob and carol on a host that keeps files. */
const withFiles =
  (run: (about: WithFiles) => Promise<void>) =>
  async (context: SessionContext): Promise<void> => {
    const files = fakeAttachments()
    await withHost(context, { attachments: files }, async (session) =>
      run({ files, alice: await session('alice'), bob: await session('bob'), carol: await session('carol') }),
    )
  }

const noFiles: Policy = {
  name: 'no files',
  judge: ({ verb }) => (verb === 'attachments.upload' ? { code: 'forbidden', reason: 'no files' } : null),
}

const png = new Blob([Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3])])
const note = (text: string): Blob => new Blob([text], { type: 'text/html' })

export const attachmentCases: readonly ConformanceCase<SessionContext>[] = [
  {
    name: 'a file is what its first bytes say, a message carries it, and who reads the message gets its address',
    proves: ['attachments.upload', 'attachments.get', 'messages.send', 'messages.list', 'inbox.list'],
    run: withFiles(async ({ files, alice, bob, carol }) => {
      const { id: conversationId } = await alice.conversations.startGroup({ userIds: ['bob'] })
      const picture = await alice.attachments.upload({ file: png, name: 'C:\\photos/Ünïcode 1.png' })
      const text = await alice.attachments.upload({ file: note('<script>alert(1)</script>') })
      expect(picture).toEqual({ id: picture.id, name: 'Ünïcode 1.png', type: 'image/png', size: 11 })
      expect(text).toMatchObject({ name: 'file', type: 'text/plain' })
      expect(await files.textOf(text.id)).toBe('<script>alert(1)</script>')
      const sent = await alice.messages.send({
        conversationId,
        body: 'look',
        attachments: [text.id, picture.id, text.id],
      })
      expect(sent.attachments).toEqual([text, picture])
      expect((await alice.conversations.get({ conversationId })).me.can.attach).toBe(true)
      expect((await bob.messages.list({ conversationId })).messages[0]).toEqual(sent)
      expect((await bob.inbox.list()).conversations[0]?.lastMessage).toEqual(sent)
      const address = await bob.attachments.get({ messageId: sent.id, attachmentId: picture.id })
      expect(address.attachment).toEqual(picture)
      expect(address.url).toContain(picture.id)
      for (const who of [carol, alice])
        await expectRefusal(
          who.attachments.get({ messageId: who === carol ? sent.id : unusedId(), attachmentId: picture.id }),
          'not_found',
        )
      await expectRefusal(bob.attachments.get({ messageId: sent.id, attachmentId: unusedId() }), 'not_found')
      const edited = await alice.messages.edit({ messageId: sent.id, body: 'look here' })
      expect(edited.attachments).toEqual([text, picture])
      expect((await bob.members.leave({ conversationId })).me.can.attach).toBe(false)
    }),
  },
  {
    name: 'a message carries my own uploads only, and each file is carried once',
    proves: ['messages.send'],
    run: withFiles(async ({ alice, bob }) => {
      const { id: conversationId } = await alice.conversations.startDirect({ userId: 'bob' })
      const [mine, theirs] = [
        await alice.attachments.upload({ file: png }),
        await bob.attachments.upload({ file: note('theirs') }),
      ]
      const attempt = (attachments: readonly string[]) =>
        expectRefusal(alice.messages.send({ conversationId, body: 'x', attachments }), 'forbidden')
      await attempt([theirs.id])
      await attempt([unusedId()])
      await attempt([mine.id, theirs.id])
      const input = { id: newId(), conversationId, body: 'x', attachments: [mine.id] }
      const sent = await alice.messages.send(input)
      expect(await alice.messages.send(input)).toEqual(sent)
      await expectRefusal(alice.messages.send({ ...input, attachments: [] }), 'idempotency_mismatch')
      await attempt([mine.id])
      await expectRefusal(
        alice.messages.send({ conversationId: unusedId(), body: 'x', attachments: [theirs.id] }),
        'not_found',
      )
      expect((await bob.messages.list({ conversationId })).messages).toHaveLength(1)
    }),
  },
  {
    name: 'what is sent to people carries files too, and they are part of what a repeat repeats',
    proves: ['messages.sendToUsers'],
    run: withFiles(async ({ alice, bob }) => {
      const { id } = await alice.attachments.upload({ file: png })
      const input = { id: newId(), userIds: ['bob'], body: 'x', attachments: [id] }
      const { conversation, message } = await alice.messages.sendToUsers(input)
      expect(message.attachments).toMatchObject([{ id, type: 'image/png' }])
      expect(conversation.lastMessage).toEqual(message)
      expect(await bob.messages.get({ messageId: message.id })).toEqual(message)
      expect((await alice.messages.sendToUsers(input)).message).toEqual(message)
      await expectRefusal(alice.messages.sendToUsers({ ...input, attachments: [] }), 'idempotency_mismatch')
      await expectRefusal(alice.messages.sendToUsers({ ...input, id: newId() }), 'forbidden')
    }),
  },
  {
    name: 'what is posted about a target carries files too, and they are part of what a repeat repeats',
    proves: ['messages.sendToTarget'],
    run: async (context) => {
      const targets = fakeTargets(['1'])
      targets.grant('alice', '1', 'view', 'post')
      await withHost(context, { attachments: fakeAttachments(), targets }, async (session) => {
        const alice = await session('alice')
        const { id } = await alice.attachments.upload({ file: png })
        const input = { id: newId(), target: project('1'), body: 'x', attachments: [id] }
        const { message } = await alice.messages.sendToTarget(input)
        expect(message.attachments).toMatchObject([{ id, type: 'image/png' }])
        expect((await alice.messages.sendToTarget(input)).message).toEqual(message)
        await expectRefusal(alice.messages.sendToTarget({ ...input, attachments: [] }), 'idempotency_mismatch')
      })
    },
  },
  {
    name: 'of many messages that would carry one file one does',
    proves: ['messages.send'],
    run: withFiles(async ({ alice }) => {
      const places = await Promise.all(upTo(4).map(() => alice.conversations.startGroup({ userIds: ['bob'] })))
      const { id } = await alice.attachments.upload({ file: png })
      const ends = await Promise.allSettled(
        places.map((place) => alice.messages.send({ conversationId: place.id, body: 'x', attachments: [id] })),
      )
      expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
      for (const { id: conversationId } of places) {
        const { messages } = await alice.messages.list({ conversationId })
        for (const message of messages) expect(message.attachments.map((attachment) => attachment.id)).toEqual([id])
      }
    }),
  },
  {
    name: 'what is taken back carries nothing, for who left before too',
    proves: ['messages.retract', 'attachments.get'],
    run: withFiles(async ({ alice, bob }) => {
      const { id: conversationId } = await alice.conversations.startGroup({ userIds: ['bob'] })
      const { id: attachmentId } = await alice.attachments.upload({ file: png })
      const { id: messageId } = await alice.messages.send({ conversationId, body: 'x', attachments: [attachmentId] })
      await bob.members.leave({ conversationId })
      expect(await bob.attachments.get({ messageId, attachmentId })).toMatchObject({ attachment: { id: attachmentId } })
      await alice.messages.retract({ messageId })
      for (const who of [alice, bob]) {
        expect((await who.messages.get({ messageId })).attachments).toEqual([])
        await expectRefusal(who.attachments.get({ messageId, attachmentId }), 'not_found')
      }
    }),
  },
  {
    name: 'what is empty, too large, of no kind that is taken, or badly called is not taken',
    proves: ['attachments.upload'],
    run: withFiles(async ({ files, alice }) => {
      const upload = (file: Blob, name = 'file') => alice.attachments.upload({ file, name })
      await expectRefusal(upload(new Blob([])), 'invalid')
      await expectRefusal(upload(new Blob([Uint8Array.from([0x7f, 0x45, 0x4c, 0x46, 2])])), 'invalid')
      for (const name of ['', ' ', 'a\nb', 'a\0', 'x'.repeat(256), 'photo\u202egpj.exe', 'folder/', '..', '.'])
        await expectRefusal(upload(png, name), 'invalid')
      expect((await upload(png, '../../etc/passwd')).name).toBe('passwd')
      const most = new Uint8Array(limits.attachmentBytes).fill(0x61)
      expect((await upload(new Blob([most]))).size).toBe(limits.attachmentBytes)
      await expectRefusal(upload(new Blob([most, 'a'])), 'too_large')
      files.fail(true)
      await expectRefusal(upload(png), 'unavailable')
    }),
  },
  {
    name: 'without a place for files there are none',
    proves: ['attachments.upload', 'messages.send'],
    run: withThree(async ({ alice }) => {
      const { id: conversationId } = await alice.conversations.startDirect({ userId: 'bob' })
      await expectRefusal(alice.attachments.upload({ file: png }), 'feature_disabled')
      const attachments = [unusedId()]
      await expectRefusal(alice.messages.send({ conversationId, body: 'x', attachments }), 'feature_disabled')
      expect((await alice.messages.send({ conversationId, body: 'x', attachments: [] })).attachments).toEqual([])
    }),
  },
  {
    name: 'where files are switched off, or a policy refuses, none is taken',
    proves: ['attachments.upload'],
    run: async (context) => {
      const taken: string[] = []
      const files = fakeAttachments()
      const attachments: Attachments = {
        ...files,
        put: (attachment, file) => {
          taken.push(attachment.name)
          return files.put(attachment, file)
        },
      }
      const refuse = async (options: SessionHostOptions, code: 'feature_disabled' | 'forbidden') =>
        withHost(context, { ...options, attachments }, async (session) => {
          const alice = await session('alice')
          await expectRefusal(alice.attachments.upload({ file: png, name: 'no.png' }), code)
        })
      await refuse({ features: { attachments: false } }, 'feature_disabled')
      await refuse({ policies: [noFiles] }, 'forbidden')
      expect(taken).toEqual([])
    },
  },
]
