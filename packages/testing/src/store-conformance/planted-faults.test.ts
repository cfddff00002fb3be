import { createMemoryStore } from '@msg/core/memory'
import type { ChangeDraft, CommitItem, Grant, LogPage, NewTicket, Store } from '@msg/core'
import { expect, test } from 'vitest'
import { newId } from '../factories.ts'
import { caseNamed, fails } from '../planted-faults.ts'
import type { PlantedFault } from '../planted-faults.ts'
import { storeCases } from './index.ts'

const withoutGuards = (item: CommitItem): CommitItem => ({ ...item, guards: [] })

const withFreshIds = (item: CommitItem): CommitItem => ({
  ...item,
  changes: item.changes.map((draft) => (draft.type === 'message.sent' ? { ...draft, id: newId() } : draft)),
})

const withoutBlockGuards = (item: CommitItem): CommitItem => ({
  ...item,
  guards: item.guards.filter(({ on }) => on !== 'blocks'),
})

const isBlocking = ({ changes: [first] }: CommitItem): boolean => first?.type === 'user.blocked'

const turned = (item: CommitItem): CommitItem => ({
  ...item,
  changes: item.changes.map((draft) =>
    draft.type === 'user.blocked' ? { ...draft, owner: draft.userId, userId: draft.owner } : draft,
  ),
})

/** An item whose changes of one type are others. */
const instead =
  (type: ChangeDraft['type'], other: (draft: ChangeDraft) => ChangeDraft) =>
  (item: CommitItem): CommitItem => ({
    ...item,
    changes: item.changes.map((draft) => (draft.type === type ? other(draft) : draft)),
  })

const withoutTarget = instead('conversation.created', (draft) => {
  if (draft.type !== 'conversation.created') return draft
  const { target, ...creation } = draft
  return { ...creation, kind: 'room' }
})

const onlyRetracted = instead('message.purged', (draft) =>
  'messageId' in draft ? { type: 'message.retracted', messageId: draft.messageId } : draft,
)

const onlyClosed = instead('conversation.deleted', () => ({ type: 'conversation.updated', closed: true }))

const withoutClaim = ({ canonical, ...item }: CommitItem): CommitItem => item

const losing = (page: LogPage): LogPage => ({
  ...page,
  changes: page.changes.filter(({ position }) => position % 5 !== 0),
})

const faults: readonly PlantedFault<Store>[] = [
  {
    name: 'an account ends with the first stretch of a conversation',
    noticedBy: 'what is mine is found in however long a conversation, by pages of any length',
    plant: (store) => ({
      ...store,
      accounts: {
        ...store.accounts,
        contents: async (userId, id, page) => {
          const found = await store.accounts.contents(userId, id, page)
          return found === null ? null : { ...found, next: null }
        },
      },
    }),
  },
  {
    name: 'an erasure under way is begun anew',
    noticedBy: 'an erasure given up half-way goes on where it was',
    plant: (store) => ({
      ...store,
      accounts: { ...store.accounts, beginErasure: async (_, tombstone) => tombstone },
    }),
  },
  {
    name: 'an erasure is done when it says so first',
    noticedBy: 'what others do beside an erasure is kept, and numbers stay dense',
    plant: (store) => ({
      ...store,
      accounts: {
        ...store.accounts,
        eraseStep: async (userId, limit) => {
          const step = await store.accounts.eraseStep(userId, limit)
          return typeof step === 'object' ? step : 'done'
        },
      },
    }),
  },
  {
    name: 'an edit is written whatever the message has become',
    noticedBy: 'an edit racing an erasure never brings the text back',
    plant: (store) => {
      const texts = new Map<string, string>()
      return {
        ...store,
        commit: (items) => {
          for (const { changes } of items)
            for (const draft of changes) if (draft.type === 'message.edited') texts.set(draft.messageId, draft.body)
          return store.commit(items)
        },
        revisions: async (viewer, id) => {
          const body = texts.get(id)
          return body === undefined ? store.revisions(viewer, id) : [{ body, at: '2026-01-01T00:00:00.000Z' }]
        },
      }
    },
  },
  {
    name: 'an erasure leaves what was decided before it in force',
    noticedBy: 'a send decided with somebody before they were erased is stale',
    plant: (store) => ({ ...store, commit: (items) => store.commit(items.map(withoutGuards)) }),
  },
  {
    name: 'only members are known',
    noticedBy: "a user's places are where they were members, and where they did anything without being one",
    plant: (store) => ({
      ...store,
      accounts: {
        ...store.accounts,
        places: async (userId) => (await store.windows(userId)).map(({ conversationId }) => conversationId),
      },
    }),
  },
  {
    name: 'numbers of ids are given again',
    noticedBy: 'of many who ask for the number of an id all get the same',
    plant: (store) => ({
      ...store,
      alias: async (_, ids) => [...new Set(ids)].map((id, index) => ({ id, number: index + 1 })),
    }),
  },
  {
    name: 'claimed numbers are lost',
    noticedBy: 'a claimed number stays its id, what clashes is told and changes nothing, new numbers come above',
    plant: (store) => ({ ...store, claimAliases: async () => [] }),
  },
  {
    name: 'guards are not checked',
    noticedBy: 'each guard holds until its row changes, and no longer',
    plant: (store) => ({ ...store, commit: (items) => store.commit(items.map(withoutGuards)) }),
  },
  {
    name: 'a roster guard is not checked',
    noticedBy: 'of two parallel decisions from one roster only one holds',
    plant: (store) => ({ ...store, commit: (items) => store.commit(items.map(withoutGuards)) }),
  },
  {
    name: 'a repeated id makes another message',
    noticedBy: 'eight parallel commits of one id make one message',
    plant: (store) => ({ ...store, commit: (items) => store.commit(items.map(withFreshIds)) }),
  },
  {
    name: 'claims of a set of users are not checked',
    noticedBy: 'parallel sends to the same people make one group',
    plant: (store) => ({ ...store, commit: (items) => store.commit(items.map(withoutClaim)) }),
  },
  {
    name: 'a target has as many rooms as are made',
    noticedBy: 'parallel creations of one room about a target make one room, whatever their ids',
    plant: (store) => ({ ...store, commit: (items) => store.commit(items.map(withoutTarget)) }),
  },
  {
    name: 'what is purged is only retracted',
    noticedBy: 'a purged message takes no further change, and its id stays used',
    plant: (store) => ({ ...store, commit: (items) => store.commit(items.map(onlyRetracted)) }),
  },
  {
    name: 'what is deleted is only closed',
    noticedBy: 'a deleted conversation is in no query, takes no commit, and leaves the log with what is gone',
    plant: (store) => ({ ...store, commit: (items) => store.commit(items.map(onlyClosed)) }),
  },
  {
    name: 'texts are never forgotten',
    noticedBy: 'texts that were replaced long ago are forgotten, but for what who left still sees',
    plant: (store) => ({ ...store, forgetTexts: async () => null }),
  },
  {
    name: 'sweeping never ends',
    noticedBy: 'sweeping empties what is left of a deleted conversation',
    plant: (store) => ({ ...store, sweep: async (limit) => limit }),
  },
  {
    name: 'everybody finds the rooms of others',
    noticedBy: 'rooms are found by those who may read them',
    plant: (store) => ({ ...store, rooms: (_, page) => store.rooms('alice', page) }),
  },
  {
    name: 'a duplicate spoils its whole batch',
    noticedBy: 'one duplicate and one stale guard among 64 items harm no other',
    plant: (store) => ({
      ...store,
      commit: async (items) => {
        const outcomes = await store.commit(items)
        const spoilt = outcomes.some(({ status }) => status === 'duplicate')
        return spoilt ? outcomes.map(() => ({ status: 'failed', error: null }) as const) : outcomes
      },
    }),
  },
  {
    name: 'a batch is committed in reverse order',
    noticedBy: 'items of one conversation take effect in the order of the batch',
    plant: (store) => ({
      ...store,
      commit: async (items) => (await store.commit(items.toReversed())).toReversed(),
    }),
  },
  {
    name: 'receipts are forgotten',
    noticedBy: 'a receipt and a send in one batch leave the send unread, in either order',
    plant: (store) => ({
      ...store,
      commit: (items) =>
        store.commit(
          items.map((item) => ({
            ...item,
            changes: item.changes.map((draft) =>
              draft.type === 'receipt.advanced' && 'readSeq' in draft
                ? { ...draft, readSeq: draft.readSeq + 1 }
                : draft,
            ),
          })),
        ),
    }),
  },
  {
    name: 'a delivery clears unread',
    noticedBy: 'in one batch each advance builds on those before it, and a delivery leaves unread as it is',
    plant: (store) => ({
      ...store,
      commit: (items) =>
        store.commit(
          items.map((item) => ({
            ...item,
            changes: item.changes.map((draft) =>
              'deliveredSeq' in draft ? { type: draft.type, readSeq: draft.deliveredSeq } : draft,
            ),
          })),
        ),
    }),
  },
  {
    name: 'receipts are told to everybody',
    noticedBy: 'receipts are those of active members, in joining order, for active members alone',
    plant: (store) => ({ ...store, receipts: (_, id, page) => store.receipts('alice', id, page) }),
  },
  {
    name: 'what was cleared comes back',
    noticedBy: 'clearing goes up only, no further than the last message, answers where it is, and is logged only then',
    plant: (store) => ({
      ...store,
      messages: (_, id, page) => store.messages('alice', id, page),
    }),
  },
  {
    name: 'the first times are forgotten',
    noticedBy: 'when a message was first covered is remembered for the last thousand advances of a reader',
    plant: (store) => ({ ...store, receipts: (viewer, id, { seq, ...page }) => store.receipts(viewer, id, page) }),
  },
  {
    name: 'the unread flag is lost',
    noticedBy: 'a receipt racing a send never loses the unread flag',
    plant: (store) => ({
      ...store,
      unread: async () => ({ conversations: { count: 0, capped: false }, messages: { count: 0, capped: false } }),
    }),
  },
  {
    name: 'the log loses changes',
    noticedBy: 'reading on and on while others write misses nothing and repeats nothing',
    plant: (store) => ({ ...store, log: async (range) => losing(await store.log(range)) }),
  },
  {
    name: 'the log repeats changes',
    noticedBy: 'reading after a snapshot yields exactly the changes it did not see, in order',
    plant: (store) => ({
      ...store,
      log: async (range) => {
        const page = await store.log(range)
        return { ...page, changes: page.changes.flatMap((change) => [change, change]) }
      },
    }),
  },
  {
    name: 'the feed shows the whole log to everybody',
    noticedBy: 'a feed shows the changes within the windows of its user',
    plant: (store) => ({ ...store, feed: (_, range) => store.log(range) }),
  },
  {
    name: 'the feed shows what is personal to everybody',
    noticedBy: 'a personal change is seen by its owner only',
    plant: (store) => ({
      ...store,
      feed: async (viewer, range) => {
        const [own, whole] = [await store.feed(viewer, range), await store.log(range)]
        if (own === 'resync') return own
        const personal = whole.changes.filter(({ audience, owner }) => audience === 'owner' && owner !== viewer)
        return { ...own, changes: [...own.changes, ...personal] }
      },
    }),
  },
  {
    name: 'a ticket can be used again',
    noticedBy: 'of eight who show one ticket one is let in',
    plant: (store) => {
      const known = new Map<string, Grant>()
      const put = async (ticket: NewTicket) => void known.set(ticket.hash, ticket.grant)
      return { ...store, tickets: { ...store.tickets, put, take: async (hash) => known.get(hash) ?? null } }
    },
  },
  {
    name: 'a revocation leaves tickets behind',
    noticedBy: 'revoked sessions take their tickets along',
    plant: (store) => {
      const other = createMemoryStore()
      return { ...store, tickets: other.tickets }
    },
  },
  {
    name: 'who lost the lease of a notifier still moves it',
    noticedBy: 'who lost the lease moves nothing',
    plant: (store) => {
      const highest = async (name: string) => (await store.lease({ name, holder: 'two', milliseconds: 60_000 })) ?? 0
      const { advance } = store.notifiers
      return {
        ...store,
        notifiers: {
          ...store.notifiers,
          advance: async (step) => advance({ ...step, fence: await highest(`notifier:${step.name}`) }),
        },
      }
    },
  },
  {
    name: 'who lost a lease still keeps it',
    noticedBy: 'who lost a lease leaves no memo on it',
    plant: (store) => ({
      ...store,
      keepLease: async (kept) => {
        const fence = (await store.lease({ name: kept.name, holder: 'two', milliseconds: 60_000 })) ?? kept.fence
        return store.keepLease({ ...kept, fence })
      },
    }),
  },
  {
    name: 'a notifier begins anew each time',
    noticedBy: 'a new notifier begins at the end of the log, and is told all that follows',
    plant: (store) => ({
      ...store,
      notifiers: {
        ...store.notifiers,
        open: async () => ({ ...(await store.notifiers.open(newId())), parked: [] }),
      },
    }),
  },
  {
    name: 'changes concern those who left too',
    noticedBy: 'whom changes concern is found for many conversations at once',
    plant: (store) => ({
      ...store,
      notifiers: {
        ...store.notifiers,
        audiences: async (query) =>
          (await store.notifiers.audiences(query)).map((record) => ({
            ...record,
            members: record.members?.concat({ userId: 'bob', ordinal: 2, joinedSeq: 0 }) ?? null,
          })),
      },
    }),
  },
  {
    name: 'whoever was in what was deleted is forgotten',
    noticedBy: 'whom a deletion concerns is still known',
    plant: (store) => ({
      ...store,
      notifiers: {
        ...store.notifiers,
        audiences: async (query) => (await store.notifiers.audiences(query)).filter(({ deleted }) => !deleted),
      },
    }),
  },
  {
    name: 'pruning does not wait for notifiers',
    noticedBy: 'what a notifier has not told is not pruned',
    plant: (store) => ({ ...store, prune: ({ heldBy: _, ...query }) => store.prune(query) }),
  },
  {
    name: 'messages are shown to everybody',
    noticedBy: 'queries show a conversation to its members, up to the end to those who left, and to nobody else',
    plant: (store) => ({ ...store, messages: (_, id, page) => store.messages('alice', id, page) }),
  },
  {
    name: 'everybody is admitted',
    noticedBy: 'each viewer sees through the lens what is theirs to see',
    plant: (store) => ({
      ...store,
      conversation: (viewer, id) =>
        store.conversation(typeof viewer === 'string' ? { userId: viewer, admitted: true } : viewer, id),
    }),
  },
  {
    name: 'user ids are compared without case',
    noticedBy: 'users are kept apart by every character of their ids',
    plant: (store) => ({ ...store, inbox: (viewer, page) => store.inbox(viewer.toLowerCase(), page) }),
  },
  {
    name: 'the inbox is not ordered',
    noticedBy: 'the inbox is ordered by minute and position, and pages below an activity',
    plant: (store) => ({
      ...store,
      inbox: async (viewer, page) => (await store.inbox(viewer, page)).toReversed(),
    }),
  },
  {
    name: 'heads of what was left are of today',
    noticedBy: 'heads of an inbox come in its order, those of who left as of then',
    plant: (store) => ({
      ...store,
      inboxHeads: async (viewer, page) => {
        const now = async (id: string) => (await store.slice({ conversationId: id, userIds: [] }))?.conversation.title
        const heads = await store.inboxHeads(viewer, page)
        return Promise.all(heads.map(async (head) => ({ ...head, title: (await now(head.conversationId)) ?? null })))
      },
    }),
  },
  {
    name: 'files are never abandoned',
    noticedBy: 'what nothing carries any more is abandoned',
    plant: (store) => ({ ...store, attachments: { ...store.attachments, abandoned: async () => [] } }),
  },
  {
    name: 'files wait for anybody',
    noticedBy: 'a message carries what waits for its author, in its order, and everything else is stale',
    plant: (store) => {
      const owners = new Map<string, string>()
      return {
        ...store,
        attachments: {
          ...store.attachments,
          add: async (owner, attachment) => {
            owners.set(attachment.id, owner)
            await store.attachments.add(owner, attachment)
          },
          waiting: async (_, ids) =>
            (await Promise.all(ids.map((id) => store.attachments.waiting(owners.get(id) ?? '', [id])))).flat(),
        },
      }
    },
  },
  {
    name: 'unread by conversation tells only the first page',
    noticedBy: 'unread by conversation adds up to the totals, page by page',
    plant: (store) => ({
      ...store,
      unreadByConversation: async (viewer, page) =>
        page.above === undefined ? store.unreadByConversation(viewer, page) : [],
    }),
  },
  {
    name: 'a guard on blocks is not checked',
    noticedBy: 'no direct comes to be between two while one blocks the other',
    plant: (store) => ({ ...store, commit: (items) => store.commit(items.map(withoutBlockGuards)) }),
  },
  {
    name: 'a block leaves its direct as it was',
    noticedBy: 'a block racing a send: what is committed after it was decided before',
    plant: (store) => ({
      ...store,
      commit: (items) =>
        store.commit(items.map((item) => (isBlocking(item) ? { ...item, conversationId: null } : item))),
    }),
  },
  {
    name: 'a block is made the wrong way round',
    noticedBy: 'receipts of whom one has blocked are neither in the feed nor in the list, and everything else is',
    plant: (store) => ({ ...store, commit: (items) => store.commit(items.map(turned)) }),
  },
  {
    name: 'a feed is never too long',
    noticedBy: 'a feed that is too far behind asks for a resync',
    plant: (store) => ({
      ...store,
      feed: async (viewer, range) => {
        const page = await store.feed(viewer, range)
        return page === 'resync' ? { changes: [], snapshot: '0', more: false } : page
      },
    }),
  },
]

for (const { name, noticedBy, plant } of faults)
  test(`store conformance notices when ${name}`, async () => {
    const noticing = caseNamed(storeCases, noticedBy)
    await noticing.run({ open: async () => createMemoryStore() })
    expect(await fails(noticing, { open: async () => plant(createMemoryStore()) })).toBe(true)
  })
