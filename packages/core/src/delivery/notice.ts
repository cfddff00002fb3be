import type { ConversationId, UserId } from '../model/ids.ts'
import { hostActor, isService } from '../model/ids.ts'
import type { Directory } from '../ports/directory.ts'
import type { Notice, NoticeConversation } from '../ports/notifier.ts'
import type { LoggedChange, MemberRecord, Store } from '../ports/store.ts'
import type { Targets } from '../ports/targets.ts'
import { profilesOf } from './mentioned-profiles.ts'

/** What notices are made with. */
export interface NoticeParts {
  readonly store: Store
  readonly directory: Directory
  readonly targets: Targets
}

/** Makes notices of changes that are told together: what they ask for more than once is read once. */
export const noticesWith = (parts: NoticeParts): ((logged: LoggedChange, attempt: number) => Notice) => {
  const known = new Map<ConversationId, Promise<NoticeConversation | null>>()
  const conversationOf = (id: ConversationId): Promise<NoticeConversation | null> => {
    const found = known.get(id) ?? readConversation(parts.store, id)
    known.set(id, found)
    return found
  }
  return (logged, attempt) => {
    const { conversationId } = logged.change
    const conversation = async () => (conversationId === null ? null : conversationOf(conversationId))
    return {
      change: logged.change,
      attempt,
      conversation,
      audience: () => audienceOf(parts, logged, conversation),
      profiles: (ids) => profilesOf(parts.directory, ids),
      describe: (target) => parts.targets.describe(target),
      missedBy: () => missedBy(parts.store, logged),
    }
  }
}

const readConversation = async (store: Store, id: ConversationId): Promise<NoticeConversation | null> => {
  const slice = await store.slice({ conversationId: id, userIds: [hostActor] })
  if (slice === null) return null
  const { kind, title, visibility, target } = slice.conversation
  return { id, kind, title, visibility, target }
}

const pageSize = 500

async function* audienceOf(
  { store, targets }: NoticeParts,
  { change, audience, owner }: LoggedChange,
  conversationOf: Notice['conversation'],
): AsyncGenerator<UserId, void, void> {
  if (change.conversationId === null || audience !== 'members') {
    const only = owner ?? change.actor
    if (!isService(only)) yield only
    return
  }
  const conversation = await conversationOf()
  if (conversation?.kind === 'channel' && conversation.target !== null) {
    yield* targets.audience(conversation.target)
    return
  }
  const since = change.type === 'message.sent' && change.subject !== 'gone' ? change.subject.seq : Infinity
  for await (const members of membersOf(store, change.conversationId)) {
    const ids = members.filter(({ joinedSeq }) => joinedSeq < since).map(({ userId }) => userId)
    const deaf = change.type === 'receipt.advanced' ? await blockersOf(store, change.actor, ids) : new Set<UserId>()
    yield* ids.filter((id) => !deaf.has(id))
  }
  if (change.type === 'member.removed' && change.subject !== 'gone') yield change.subject.userId
}

async function* membersOf(store: Store, id: ConversationId): AsyncGenerator<readonly MemberRecord[], void, void> {
  for (let above = 0; ;) {
    const page = await store.members({ userId: hostActor, admitted: true }, id, { above, limit: pageSize })
    const last = page?.at(-1)
    if (page === null || last === undefined) return
    yield page
    if (page.length < pageSize) return
    above = last.ordinal
  }
}

/** Who of these does not want to learn what this user does. */
const blockersOf = async (store: Store, actor: UserId, ids: readonly UserId[]): Promise<ReadonlySet<UserId>> =>
  new Set(
    (await store.blocksBetween(actor, ids)).filter(({ blocked }) => blocked === actor).map(({ blocker }) => blocker),
  )

async function* missedBy(store: Store, { change }: LoggedChange): AsyncGenerator<UserId, void, void> {
  if (change.type !== 'message.sent' || change.subject === 'gone' || change.subject.retractedAt !== null) return
  const { conversationId, seq } = change.subject
  for (let above = 0; ;) {
    const page = await store.notifiers.missed({ conversationId, seq, above, limit: pageSize })
    yield* page.map(({ userId }) => userId)
    const last = page.at(-1)
    if (last === undefined || page.length < pageSize) return
    above = last.ordinal
  }
}
