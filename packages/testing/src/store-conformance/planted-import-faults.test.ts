import { createMemoryStore } from '@msg/core/memory'
import type { ImportDraft, Store } from '@msg/core'
import { expect, test } from 'vitest'
import { newId } from '../factories.ts'
import { caseNamed, fails } from '../planted-faults.ts'
import type { PlantedFault } from '../planted-faults.ts'
import { storeCases } from './index.ts'

/** A store that imports another batch than it is given. */
const importing =
  (other: (batch: ImportDraft) => ImportDraft) =>
  (store: Store): Store => ({ ...store, import: (batch) => store.import(other(batch)) })

const now = (): string => new Date().toISOString()

const faults: readonly PlantedFault<Store>[] = [
  {
    name: 'what is there already is imported again',
    noticedBy: 'importing twice changes nothing and logs nothing',
    plant: importing((batch) => ({
      ...batch,
      messages: batch.messages.map((message) => ({ ...message, id: newId(), replyTo: null })),
    })),
  },
  {
    name: 'messages are numbered in another order than that of the batch',
    noticedBy: 'what was imported is there as if it had been said here',
    plant: importing((batch) => ({ ...batch, messages: batch.messages.toReversed() })),
  },
  {
    name: 'messages are as of their import',
    noticedBy: 'imported conversations stand where their last messages put them, also beside those of today',
    plant: importing((batch) => ({
      ...batch,
      messages: batch.messages.map((message) => ({ ...message, createdAt: now() })),
    })),
  },
  {
    name: 'what is answered is not looked at',
    noticedBy: 'an import answers only what is in its conversation, or comes there with it',
    plant: importing((batch) => ({
      ...batch,
      messages: batch.messages.map((message) => ({ ...message, replyTo: null })),
    })),
  },
  {
    name: 'nobody had read anything',
    noticedBy: 'what was read, got and put out of view elsewhere is so here, and what is unread is what a count says',
    plant: importing((batch) => ({ ...batch, readers: batch.readers.map((reader) => ({ ...reader, reads: [] })) })),
  },
  {
    name: 'who left is a member',
    noticedBy: 'who had left elsewhere sees what there was, has nothing in the inbox, and comes back by invitation',
    plant: importing((batch) => ({ ...batch, members: batch.members.map((member) => ({ ...member, left: null })) })),
  },
  {
    name: 'a group born by sending is one that was started',
    noticedBy: 'a group that was born by sending is found by sending to its members after an import',
    plant: importing((batch) => ({
      ...batch,
      conversations: batch.conversations.map((conversation) => ({ ...conversation, bySending: false })),
    })),
  },
]

for (const { name, noticedBy, plant } of faults)
  test(`store conformance notices when ${name}`, async () => {
    const noticing = caseNamed(storeCases, noticedBy)
    await noticing.run({ open: async () => createMemoryStore() })
    expect(await fails(noticing, { open: async () => plant(createMemoryStore()) })).toBe(true)
  })
